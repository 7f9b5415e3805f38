package hakmem.large;

import static hakmem.lincheck.Scenario.call;

import hakmem.large.BrokenOneSlabRuns.TakenByALook;
import hakmem.large.BrokenOneSlabRuns.WordReadAgain;
import hakmem.lincheck.Checks;
import hakmem.lincheck.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneSlabRunsLincheckTest {
    /** Who keeps a slab takes it out again, while another takes out everything. */
    private static final Scenario TAKE_AND_DRAIN =
            new Scenario(List.of(), List.of(call("allocateAndFree"), call("allocate")), List.of(call("releaseKept")));

    private static final Scenario FREE_AND_FREE =
            new Scenario(List.of(), List.of(call("freeEverybodys")), List.of(call("freeEverybodys")));

    @Test
    void eachSlabIsInOneHandAndEachRunIsFreedOnce() {
        Checks.modelCheck(OneSlabRuns.class, OneSlabRuns.Specification.class, 4);
    }

    @Test
    void eachSlabIsInOneHandAndEachRunIsFreedOnceUnderStress() {
        Checks.stress(OneSlabRuns.class, OneSlabRuns.Specification.class, 2);
    }

    @Test
    void aSlabTakenOutByALookIsCaught() {
        Checks.modelCheck(OneSlabRuns.class, OneSlabRuns.Specification.class, TAKE_AND_DRAIN);
        Checks.modelCheckFails(
                TakenByALook.class, OneSlabRuns.Specification.class, TAKE_AND_DRAIN, "was taken by another");
    }

    @Test
    void aFreeThatReadsTheWordAgainIsCaught() {
        Checks.modelCheck(OneSlabRuns.class, OneSlabRuns.Specification.class, FREE_AND_FREE);
        Checks.modelCheckFails(
                WordReadAgain.class, OneSlabRuns.Specification.class, FREE_AND_FREE, "freeEverybodys(): true");
    }
}
