package hakmem.lincheck;

import static hakmem.lincheck.Scenario.call;

import hakmem.sharedpool.fixed.FixedPoolProvider;
import hakmem.sharedpool.locked.LockedPoolProvider;
import hakmem.sharedpool.recycling.RecyclingPoolProvider;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PoolLincheckTest {
    abstract static class OfAStrategy {
        private final Class<? extends AtTheLimit> atTheLimit;
        private final Class<? extends LastTwoSlots> lastTwoSlots;

        OfAStrategy(Class<? extends AtTheLimit> atTheLimit, Class<? extends LastTwoSlots> lastTwoSlots) {
            this.atTheLimit = atTheLimit;
            this.lastTwoSlots = lastTwoSlots;
        }

        @Test
        void isLinearizableWhereSuperSlabsComeAndGo() {
            Checks.modelCheck(atTheLimit, AtTheLimit.Specification.class, 5);
        }

        @Test
        void isLinearizableWhereSuperSlabsComeAndGoUnderStress() {
            Checks.stress(atTheLimit, AtTheLimit.Specification.class, 2);
        }

        @Test
        void aClaimAndARetirementExcludeEachOther() {
            Checks.modelCheck(
                    atTheLimit,
                    AtTheLimit.Specification.class,
                    new Scenario(
                            List.of(call("acquireAll", 0), call("release", 0)),
                            List.of(call("acquireOne", 1)),
                            List.of(call("trim"))));
        }

        @Test
        void slotsInTheHandsOfADiscardAreNotRefused() {
            Checks.modelCheck(
                    atTheLimit,
                    AtTheLimit.Specification.class,
                    new Scenario(
                            List.of(call("acquireOne", 0), call("acquireOne", 0), call("release", 0)),
                            List.of(call("discard")),
                            List.of(call("release", 0), call("acquireAll", 0))));
        }

        /** With a pool that did refuse them it took between 5,000 and 60,000 schedules to see it: {@code ./hakmem lincheck 150}. */
        @Test
        void slotsOnTheirWayIntoARunAreNotRefused() {
            Checks.modelCheck(
                    lastTwoSlots,
                    LastTwoSlots.Specification.class,
                    new Scenario(
                            List.of(
                                    call("acquireOne", 0),
                                    call("acquireOne", 0),
                                    call("release", 0),
                                    call("release", 0)),
                            List.of(call("acquireTwo", 1)),
                            List.of(call("acquireOne", 2), call("acquireOne", 2))));
        }

        @Test
        void isLinearizableWhereTheLastSlotsAreFoughtFor() {
            Checks.modelCheck(lastTwoSlots, LastTwoSlots.Specification.class, 5);
        }

        @Test
        void isLinearizableWhereTheLastSlotsAreFoughtForUnderStress() {
            Checks.stress(lastTwoSlots, LastTwoSlots.Specification.class, 2);
        }
    }

    @Nested
    class Recycling extends OfAStrategy {
        /** For Lincheck. */
        public static class RecyclingAtTheLimit extends AtTheLimit {
            public RecyclingAtTheLimit() {
                super(new RecyclingPoolProvider());
            }
        }

        /** For Lincheck. */
        public static class RecyclingLastTwoSlots extends LastTwoSlots {
            public RecyclingLastTwoSlots() {
                super(new RecyclingPoolProvider());
            }
        }

        Recycling() {
            super(RecyclingAtTheLimit.class, RecyclingLastTwoSlots.class);
        }
    }

    @Nested
    class Fixed extends OfAStrategy {
        /** For Lincheck. */
        public static class FixedAtTheLimit extends AtTheLimit {
            public FixedAtTheLimit() {
                super(new FixedPoolProvider());
            }
        }

        /** For Lincheck. */
        public static class FixedLastTwoSlots extends LastTwoSlots {
            public FixedLastTwoSlots() {
                super(new FixedPoolProvider());
            }
        }

        Fixed() {
            super(FixedAtTheLimit.class, FixedLastTwoSlots.class);
        }
    }

    @Nested
    class Locked extends OfAStrategy {
        /** For Lincheck. */
        public static class LockedAtTheLimit extends AtTheLimit {
            public LockedAtTheLimit() {
                super(new LockedPoolProvider());
            }
        }

        /** For Lincheck. */
        public static class LockedLastTwoSlots extends LastTwoSlots {
            public LockedLastTwoSlots() {
                super(new LockedPoolProvider());
            }
        }

        Locked() {
            super(LockedAtTheLimit.class, LockedLastTwoSlots.class);
        }
    }
}
