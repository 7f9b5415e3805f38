package hakmem.tiny;

import static hakmem.lincheck.Scenario.call;

import hakmem.lincheck.Checks;
import hakmem.lincheck.Scenario;
import hakmem.tiny.BrokenSlabFrees.MarkedBlindly;
import hakmem.tiny.BrokenSlabFrees.MarkedLast;
import hakmem.tiny.BrokenSlabFrees.NoteLoweredLast;
import hakmem.tiny.BrokenSlabFrees.StruckOutFirst;
import hakmem.tiny.BrokenSlabFrees.WithoutEpoch;
import hakmem.tiny.BrokenSlabFrees.WordTakenFirst;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlabFreesLincheckTest {
    private static final Scenario SECOND_FREE =
            new Scenario(List.of(), List.of(call("free", 0)), List.of(call("free", 0), call("collect")));
    private static final String FREED_TWICE = "was freed twice";

    @Test
    void ofAllFreesOfABlockOneIsAcceptedAndNoneIsLost() {
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, 5);
    }

    @Test
    void ofAllFreesOfABlockOneIsAcceptedAndNoneIsLostUnderStress() {
        Checks.stress(SlabFrees.class, SlabFrees.Specification.class, 2);
    }

    @Test
    void aNoteLoweredLastIsCaught() {
        Scenario scenario = new Scenario(List.of(call("free", 0)), List.of(call("free", 1)), List.of(call("collect")));
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, scenario);
        Checks.modelCheckFails(NoteLoweredLast.class, SlabFrees.Specification.class, scenario, "can be had");
    }

    @Test
    void aSlabMarkedAfterItsNoteWasLoweredIsCaught() {
        Scenario scenario = new Scenario(List.of(call("free", 0)), List.of(call("free", 1)), List.of(call("collect")));
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, scenario);
        Checks.modelCheckFails(MarkedLast.class, SlabFrees.Specification.class, scenario, "marked as quiet");
    }

    @Test
    void aSlabMarkedWithoutASecondLookIsCaught() {
        Scenario scenario = new Scenario(List.of(), List.of(call("free", 0)), List.of(call("regain")));
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, scenario);
        Checks.modelCheckFails(MarkedBlindly.class, SlabFrees.Specification.class, scenario, "marked as quiet");
    }

    @Test
    void aCollectionThatDoesNotCountIsCaught() {
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, SECOND_FREE);
        Checks.modelCheckFails(WithoutEpoch.class, SlabFrees.Specification.class, SECOND_FREE, FREED_TWICE);
    }

    @Test
    void aWordTakenFirstIsCaught() {
        Scenario scenario = new Scenario(List.of(call("free", 0)), List.of(call("free", 0)), List.of(call("collect")));
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, scenario);
        Checks.modelCheckFails(WordTakenFirst.class, SlabFrees.Specification.class, scenario, FREED_TWICE);
    }

    @Test
    void anOwnerStruckOutBeforeTheNoteIsCaught() {
        Scenario scenario = new Scenario(List.of(), List.of(call("free", 0)), List.of(call("letGo")));
        Checks.modelCheck(SlabFrees.class, SlabFrees.Specification.class, scenario);
        Checks.modelCheckFails(StruckOutFirst.class, SlabFrees.Specification.class, scenario, "can be had");
    }
}
