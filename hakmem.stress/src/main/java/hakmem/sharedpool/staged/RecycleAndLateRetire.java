package hakmem.sharedpool.staged;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import hakmem.superslab.Descriptors;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A decision to retire that is carried out late: meanwhile the entry was retired by another thread and stands for the next
 * SuperSlab, with the same slots unused. That one has not been idle.
 */
public final class RecycleAndLateRetire {
    private RecycleAndLateRetire() {}

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them retired it")
    @Outcome(expect = FORBIDDEN, desc = "the next generation was retired on the word of the one before")
    @State
    public static class Production {
        private final Entry entry = new Entry(0);
        private final long decidedOn;

        public Production() {
            entry.revive(Descriptors.FIRST, 0, ClaimWord.GENERATION_BITS);
            decidedOn = entry.claimWord();
        }

        @Actor
        public void late(ZZ_Result r) {
            r.r1 = entry.tryRetire(decidedOn);
        }

        @Actor
        public void recycle(ZZ_Result r) {
            r.r2 = entry.tryRetire(decidedOn);
            if (r.r2) {
                entry.detach();
                entry.revive(Descriptors.SECOND, 0, ClaimWord.GENERATION_BITS);
            }
        }
    }

    /** A word without a generation: live, and the unused slots. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them retired it")
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the next one was retired on the word of the one before")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoGeneration {
        private static final long LIVE_ALL_UNUSED = ClaimWord.revived(-1, SlotMask.ALL, 1);

        private final AtomicLong word = new AtomicLong(LIVE_ALL_UNUSED);

        @Actor
        public void late(ZZ_Result r) {
            r.r1 = word.compareAndSet(LIVE_ALL_UNUSED, 0);
        }

        @Actor
        public void recycle(ZZ_Result r) {
            r.r2 = word.compareAndSet(LIVE_ALL_UNUSED, 0);
            if (r.r2) {
                word.set(LIVE_ALL_UNUSED);
            }
        }
    }
}
