package hakmem.tiny;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The last live blocks of a slab: one is freed by the owner, one by another thread. The slab goes back to the pool, once.
 * The owner's next visit is part of its thread's work, and one more comes when all is over.
 */
public final class LastLocalAndRemoteFree {
    private LastLocalAndRemoteFree() {}

    /** Through the door, on a slab whose note is down. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "given back")
    @Outcome(expect = FORBIDDEN, desc = "lost, or given back twice, or while somebody was to look at it")
    @State
    public static class Production extends WholeAllocator {
        public Production() {
            super(OneSlab.TWO_BLOCKS);
        }

        @Actor
        public void local() {
            own();
            free(0);
            heap.collect();
        }

        @Actor
        public void remote() {
            free(1);
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = givenBack();
        }
    }

    /** Through the door, on a slab whose note was raised by a third block. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "given back")
    @Outcome(expect = FORBIDDEN, desc = "lost, or given back twice, or while somebody was to look at it")
    @State
    public static class NoteRaised extends WholeAllocator {
        public NoteRaised() {
            super(OneSlab.THREE_BLOCKS, 2);
        }

        @Actor
        public void local() {
            own();
            free(0);
        }

        @Actor
        public void remote() {
            free(1);
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = givenBack();
        }
    }

    /** The owner gives the slab back by a write, after a look at its note. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "false, false"},
            expect = ACCEPTABLE,
            desc = "given back, or to be looked at")
    @Outcome(id = "true, false", expect = ACCEPTABLE_INTERESTING, desc = "in the pool, and on the owner's stack")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class GivenBackByAWrite extends OneSlab {
        public GivenBackByAWrite() {
            super(TWO_BLOCKS);
            RemoteFree.free(slab, blocks[0], exchange);
            heap.collect();
        }

        @Actor
        public void owner(ZZ_Result r) {
            RemoteCollection.collect(slab);
            if (slab.isAllFree() && Note.stateOf(slab.note()) == Note.QUIET) {
                slab.endTaken(Note.POOLED);
                r.r1 = true;
            }
        }

        @Actor
        public void remote() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(ZZ_Result r) {
            heap.collect();
            r.r2 = Note.stateOf(slab.note()) == Note.POOLED;
        }
    }
}
