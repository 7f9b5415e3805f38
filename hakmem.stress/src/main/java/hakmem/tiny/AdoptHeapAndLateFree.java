package hakmem.tiny;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A thread takes over the heap of one that has ended, while another frees a block of it. */
public final class AdoptHeapAndLateFree {
    /*
     * Whose heap it is depends on who is alive; so the threads that own heaps are these, not the actors: jcstress ends
     * actors when it likes.
     */
    private static final Thread ENDED = new Thread("ended");
    private static final Thread ALIVE = Thread.ofPlatform().daemon().unstarted(AdoptHeapAndLateFree::live);
    private static final Thread ALIVE_TOO = Thread.ofPlatform().daemon().unstarted(AdoptHeapAndLateFree::live);

    static {
        ENDED.start();
        try {
            ENDED.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        ALIVE.start();
        ALIVE_TOO.start();
    }

    private AdoptHeapAndLateFree() {}

    private static void live() {
        while (true) {
            LockSupport.park();
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the new owner finds the block")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "the block is lost")
    @State
    public static class Production extends OneSlab {
        private final HeapRegistry registry = new HeapRegistry(exchange, 2);
        private final ThreadHeap left = registry.find(ENDED);
        private ThreadHeap taken;

        public Production() {
            super(TWO_BLOCKS);
            slab.setOwner(left);
        }

        @Actor
        public void adopt() {
            taken = registry.find(ALIVE);
            taken.collect();
        }

        @Actor
        public void free() {
            freeRemotely(0);
        }

        @Arbiter
        public void then(Z_Result r) {
            taken.collect();
            r.r1 = taken == left && slab.liveCount() == 1;
        }
    }

    /** Two threads look for a heap. */
    @JCStressTest
    @Outcome(
            id = {"adopted, own", "own, adopted"},
            expect = ACCEPTABLE,
            desc = "one adopts it, the other has one of its own")
    @Outcome(expect = FORBIDDEN, desc = "both have it, or nobody has")
    @State
    public static class TwoAdopters extends OneSlab {
        private final HeapRegistry registry = new HeapRegistry(exchange, 2);
        private final ThreadHeap left = registry.find(ENDED);
        private ThreadHeap taken;
        private ThreadHeap takenToo;

        public TwoAdopters() {
            super(TWO_BLOCKS);
        }

        @Actor
        public void adopt() {
            taken = registry.find(ALIVE);
        }

        @Actor
        public void adoptToo() {
            takenToo = registry.find(ALIVE_TOO);
        }

        @Arbiter
        public void then(LL_Result r) {
            r.r1 = name(taken);
            r.r2 = name(takenToo);
        }

        private String name(ThreadHeap heap) {
            return heap == null ? "none" : heap == left ? "adopted" : "own";
        }
    }

    /** The heap is not taken whole: the slab is moved to the new owner's, after the stack was emptied. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the new owner finds the block")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "on the stack of a heap that nobody looks at")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class SlabMoved extends OneSlab {
        private final ThreadHeap adopter = new PaddedThreadHeap(exchange, null, null);

        public SlabMoved() {
            super(TWO_BLOCKS);
        }

        @Actor
        public void adopt() {
            heap.collect();
            slab.setOwner(adopter);
        }

        @Actor
        public void free() {
            freeRemotely(0);
        }

        @Arbiter
        public void then(Z_Result r) {
            adopter.collect();
            r.r1 = slab.liveCount() == 1;
        }
    }

    /** The heap is taken by a write, after a look whether its owner is alive. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one adopts it")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both do")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class TakenByAWrite {
        private volatile Thread owner = ENDED;

        @Actor
        public void adopt(ZZ_Result r) {
            r.r1 = tryAdopt(ALIVE);
        }

        @Actor
        public void adoptToo(ZZ_Result r) {
            r.r2 = tryAdopt(ALIVE_TOO);
        }

        private boolean tryAdopt(Thread by) {
            if (owner.isAlive()) {
                return false;
            }
            owner = by;
            return true;
        }
    }
}
