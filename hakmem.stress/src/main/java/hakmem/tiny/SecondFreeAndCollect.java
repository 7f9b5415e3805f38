package hakmem.tiny;

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
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads free one block, and the owner collects between them. One free must be refused: accepted, it would free the
 * block under its next user. The owner does its part in the second thread, right after that one's free.
 */
public final class SecondFreeAndCollect {
    private SecondFreeAndCollect() {}

    @JCStressTest
    @Outcome(
            id = {"true, false, 1", "false, true, 1"},
            expect = ACCEPTABLE,
            desc = "one was refused")
    @Outcome(expect = FORBIDDEN, desc = "freed twice, or not at all, or found out too late")
    @State
    public static class Production extends OneSlab {
        public Production() {
            super(TWO_BLOCKS);
        }

        @Actor
        public void free(ZZI_Result r) {
            r.r1 = freeRemotely(0);
        }

        @Actor
        public void freeAndCollect(ZZI_Result r) {
            r.r2 = freeRemotely(0);
            heap.collect();
        }

        @Arbiter
        public void then(ZZI_Result r) {
            heap.collect();
            r.r3 = slab.liveCount() + 10 * (int) exchange.lateDoubleFrees();
        }
    }

    /** A word without an epoch: it looks the same before the first free and after its collection. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one was refused")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "freed twice")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoEpoch {
        private final AtomicLong word = new AtomicLong();
        private volatile boolean live = true;

        @Actor
        public void free(ZZ_Result r) {
            r.r1 = tryFree();
        }

        @Actor
        public void freeAndCollect(ZZ_Result r) {
            r.r2 = tryFree();
            if (word.get() != 0) {
                live = false;
                word.set(0);
            }
        }

        private boolean tryFree() {
            while (true) {
                long before = word.get();
                if (before != 0 || !live) {
                    return false;
                }
                if (word.compareAndSet(before, 1)) {
                    return true;
                }
            }
        }
    }
}
