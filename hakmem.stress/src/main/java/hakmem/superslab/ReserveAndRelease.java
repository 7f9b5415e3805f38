package hakmem.superslab;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The limit: bytes reserved before a commit and released after a decommit, by {@link MemoryBudget}. */
public final class ReserveAndRelease {
    private ReserveAndRelease() {}

    /** One of 3 bytes is taken; two threads want 2 more. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 3", "false, true, 3"},
            expect = ACCEPTABLE,
            desc = "one had them")
    @Outcome(expect = FORBIDDEN, desc = "the limit was exceeded, or bytes were refused that nobody had")
    @State
    public static class TwoReserve {
        private final MemoryBudget budget = new MemoryBudget(3);

        public TwoReserve() {
            budget.tryReserve(1);
        }

        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = budget.tryReserve(2);
        }

        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = budget.tryReserve(2);
        }

        @Arbiter
        public void then(ZZJ_Result r) {
            r.r3 = budget.committed();
        }
    }

    /** All of 3 bytes are taken; one thread releases 2, another wants 2. */
    @JCStressTest
    @Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "reserved after the release")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "refused before the release")
    @Outcome(expect = FORBIDDEN, desc = "an update was lost")
    @State
    public static class ReserveOrRelease {
        private final MemoryBudget budget = new MemoryBudget(3);

        public ReserveOrRelease() {
            budget.tryReserve(3);
        }

        @Actor
        public void reserve(ZJ_Result r) {
            r.r1 = budget.tryReserve(2);
        }

        @Actor
        public void release() {
            budget.release(2);
        }

        @Arbiter
        public void then(ZJ_Result r) {
            r.r2 = budget.committed();
        }
    }

    /** All of 3 bytes are taken; one thread releases 4 by mistake, another wants 1. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "both refused")
    @Outcome(expect = FORBIDDEN, desc = "the mistake made room for somebody")
    @State
    public static class ReserveDuringMistake {
        private final MemoryBudget budget = new MemoryBudget(3);

        public ReserveDuringMistake() {
            budget.tryReserve(3);
        }

        @Actor
        public void mistake(ZZ_Result r) {
            try {
                budget.release(4);
            } catch (IllegalStateException e) {
                r.r1 = true;
            }
        }

        @Actor
        public void reserve(ZZ_Result r) {
            r.r2 = budget.tryReserve(1);
        }
    }

    /** {@link TwoReserve} with the check and the addition in two steps. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 3", "false, true, 3"},
            expect = ACCEPTABLE,
            desc = "one had them")
    @Outcome(id = "true, true, 5", expect = ACCEPTABLE_INTERESTING, desc = "the limit was exceeded")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class CheckedThenAdded {
        private final AtomicLong committed = new AtomicLong(1);

        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = tryReserve();
        }

        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = tryReserve();
        }

        private boolean tryReserve() {
            if (2 > 3 - committed.get()) {
                return false;
            }
            committed.addAndGet(2);
            return true;
        }

        @Arbiter
        public void then(ZZJ_Result r) {
            r.r3 = committed.get();
        }
    }

    /** {@link ReserveDuringMistake} with what was taken away too much added again. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "both refused")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "the mistake made room for somebody")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class SubtractedThenMended {
        private final AtomicLong committed = new AtomicLong(3);

        @Actor
        public void mistake(ZZ_Result r) {
            if (committed.addAndGet(-4) < 0) {
                committed.addAndGet(4);
                r.r1 = true;
            }
        }

        @Actor
        public void reserve(ZZ_Result r) {
            long before = committed.get();
            r.r2 = before + 1 <= 3 && committed.compareAndSet(before, before + 1);
        }
    }
}
