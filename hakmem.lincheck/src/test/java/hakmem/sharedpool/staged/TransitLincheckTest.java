package hakmem.sharedpool.staged;

import static hakmem.lincheck.Scenario.call;

import hakmem.lincheck.Checks;
import hakmem.lincheck.Scenario;
import hakmem.sharedpool.staged.MovingSlot.EpochRaisedLast;
import hakmem.sharedpool.staged.MovingSlot.EpochReadFirst;
import hakmem.sharedpool.staged.MovingSlot.Unannounced;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A slot on its way from mask to mask is refused to nobody; with one step in the wrong place it is. */
class TransitLincheckTest {
    private static final Scenario MOVE_AND_FIND =
            new Scenario(List.of(), List.of(call("moveToTheLeft")), List.of(call("find")));

    @Test
    void whoLooksForASlotOnItsWayFindsIt() {
        Checks.modelCheck(MovingSlot.class, MovingSlot.Specification.class, MOVE_AND_FIND);
        Checks.modelCheck(
                MovingSlot.class,
                MovingSlot.Specification.class,
                new Scenario(
                        List.of(),
                        List.of(call("moveToTheLeft"), call("moveToTheRight")),
                        List.of(call("find"), call("find"))));
    }

    @Test
    void whoLooksForASlotOnItsWayFindsItUnderStress() {
        Checks.stress(MovingSlot.class, MovingSlot.Specification.class, 2);
    }

    @Test
    void anEpochRaisedLastIsCaught() {
        Checks.modelCheckFails(EpochRaisedLast.class, MovingSlot.Specification.class, MOVE_AND_FIND, "find(): false");
    }

    @Test
    void anEpochReadFirstIsCaught() {
        Checks.modelCheckFails(EpochReadFirst.class, MovingSlot.Specification.class, MOVE_AND_FIND, "find(): false");
    }

    @Test
    void aMoveThatIsNotAnnouncedIsCaught() {
        Checks.modelCheckFails(Unannounced.class, MovingSlot.Specification.class, MOVE_AND_FIND, "find(): false");
    }
}
