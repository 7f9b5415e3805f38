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
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The owner lets go of a full slab while another thread frees a block in it. The block must be found by whoever next looks
 * for one of its size: on the owner's stack, or by way of the partial list.
 */
public final class AbandonAndFirstFree {
    private AbandonAndFirstFree() {}

    /** A full slab in the heap's list of full ones. */
    abstract static class Full extends OneSlab {
        Full() {
            super(TWO_BLOCKS);
            retireAsFull();
        }

        /** Which blocks the next allocations get, one digit for each. */
        final String allocatable() {
            StringBuilder found = new StringBuilder("found");
            for (int i = 0; i < blocks.length + 1; i++) {
                long block = heap.popSlow(sizeClass);
                for (int b = 0; b < blocks.length; b++) {
                    if (blocks[b] == block) {
                        found.append(' ').append(b);
                    }
                }
            }
            return found.toString();
        }
    }

    @JCStressTest
    @Outcome(id = "found 0", expect = ACCEPTABLE, desc = "the block is found, once")
    @Outcome(expect = FORBIDDEN, desc = "it is lost, or there twice")
    @State
    public static class Production extends Full {
        @Actor
        public void abandon() {
            heap.scatter();
        }

        @Actor
        public void free() {
            freeRemotely(0);
        }

        @Arbiter
        public void then(L_Result r) {
            r.r1 = allocatable();
        }
    }

    /** Both blocks of a slab that nobody owns, freed by two threads: the later one brings it to the pool. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "back in the pool")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "nobody's, and nobody comes")
    @State
    public static class LastTwoFrees extends Full {
        public LastTwoFrees() {
            heap.scatter();
        }

        @Actor
        public void first() {
            freeRemotely(0);
        }

        @Actor
        public void second() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = isInPool();
        }
    }

    /** The owner strikes itself out before it changes the note. */
    @JCStressTest
    @Outcome(id = "found 0", expect = ACCEPTABLE, desc = "the block is found")
    @Outcome(id = "found", expect = ACCEPTABLE_INTERESTING, desc = "nobody was told")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class OwnerStruckOutFirst extends Full {
        @Actor
        public void abandon() {
            long note = slab.note();
            slab.disown(heap);
            if (Note.stateOf(note) != Note.QUIET || !slab.casNote(note, Note.with(note, Note.ABANDONED))) {
                slab.setOwner(heap);
            }
        }

        @Actor
        public void free() {
            freeRemotely(0);
        }

        @Arbiter
        public void then(L_Result r) {
            r.r1 = allocatable();
        }
    }
}
