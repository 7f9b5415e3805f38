package hakmem.lincheck;

import static hakmem.lincheck.Scenario.call;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.sharedpool.staged.StagedPool;
import hakmem.superslab.Region;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The races hakmem began with, and a torn claim, are caught; what they are made from passes in the same scenario. */
class BrokenPoolLincheckTest {
    /** For Lincheck. */
    public static class SoundTable extends Plenty {
        public SoundTable() {
            super(strategy(region -> new StagedPool(region, new PlainTable())));
        }
    }

    /** For Lincheck. */
    public static class CountFirst extends Plenty {
        public CountFirst() {
            super(strategy(region -> new StagedPool(region, new PlainTable.CountFirst())));
        }
    }

    /** For Lincheck. */
    public static class Moving extends Plenty {
        public Moving() {
            super(strategy(region -> new StagedPool(region, new PlainTable.Moving())));
        }
    }

    /** For Lincheck. */
    public static class OneStep extends Plenty {
        public OneStep() {
            super(strategy(region -> new TwoStepPool(region, TwoStepPool.Fault.NONE)));
        }
    }

    /** For Lincheck. */
    public static class TornClaim extends Plenty {
        public TornClaim() {
            super(strategy(region -> new TwoStepPool(region, TwoStepPool.Fault.TORN_CLAIM)));
        }
    }

    /** For Lincheck. */
    public static class RetiredByALook extends Plenty {
        public RetiredByALook() {
            super(strategy(region -> new TwoStepPool(region, TwoStepPool.Fault.RETIRED_BY_A_LOOK)));
        }
    }

    /** One publishes an entry, the other looks for slots. */
    private static final Scenario PUBLISH_AND_SCAN =
            new Scenario(List.of(), List.of(call("acquire", 1)), List.of(call("acquire", 2)));

    /** One makes room for a second entry, the other gives slots back to the first. */
    private static final Scenario GROW_AND_RELEASE = new Scenario(
            List.of(call("acquire", 0), call("acquire", 0)), List.of(call("acquire", 1)), List.of(call("release", 0)));

    /** One claims from a SuperSlab, the other retires it. */
    private static final Scenario CLAIM_AND_RETIRE = new Scenario(
            List.of(call("acquire", 0), call("release", 0)), List.of(call("acquire", 1)), List.of(call("trim")));

    @Test
    void aCountRaisedBeforeItsEntryIsCaught() {
        Checks.modelCheck(SoundTable.class, Plenty.Specification.class, PUBLISH_AND_SCAN);
        Checks.modelCheckFails(CountFirst.class, Plenty.Specification.class, PUBLISH_AND_SCAN, "NullPointerException");
    }

    @Test
    void aTableThatMovesIsCaught() {
        Checks.modelCheck(SoundTable.class, Plenty.Specification.class, GROW_AND_RELEASE);
        Checks.modelCheckFails(Moving.class, Plenty.Specification.class, GROW_AND_RELEASE, "stay committed");
    }

    @Test
    void aClaimInTwoStepsIsCaught() {
        Scenario scenario = new Scenario(
                List.of(call("acquire", 0), call("release", 0)),
                List.of(call("acquire", 1)),
                List.of(call("acquire", 2)));
        Checks.modelCheck(OneStep.class, Plenty.Specification.class, scenario);
        Checks.modelCheckFails(TornClaim.class, Plenty.Specification.class, scenario, "twice");
    }

    @Test
    void aSuperSlabFreedUnderItsReaderIsCaught() {
        Checks.modelCheck(OneStep.class, Plenty.Specification.class, CLAIM_AND_RETIRE);
        Checks.modelCheckFails(
                RetiredByALook.class, Plenty.Specification.class, CLAIM_AND_RETIRE, "PoolStrategyException");
    }

    private static SharedPoolProvider strategy(Function<Region, SharedPool> maker) {
        return new SharedPoolProvider() {
            @Override
            public String name() {
                return "in-tests";
            }

            @Override
            public String description() {
                return "a pool of the tests";
            }

            @Override
            public SharedPool create(Region region) {
                return maker.apply(region);
            }
        };
    }
}
