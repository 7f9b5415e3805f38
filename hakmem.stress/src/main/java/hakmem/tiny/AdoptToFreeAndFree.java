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
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A thread takes an abandoned slab over to free a block of it, while another frees one as another's. */
public final class AdoptToFreeAndFree {
    private AdoptToFreeAndFree() {}

    /** A slab that was abandoned with three live blocks. */
    abstract static class Abandoned extends OneSlab {
        final ThreadHeap adopter = new PaddedThreadHeap(exchange, null, null);

        Abandoned() {
            super(THREE_BLOCKS);
            retireAsFull();
            heap.scatter();
        }

        /** As {@code TinyAllocator.freeSlow} does. */
        final boolean adoptAndFree(int block) {
            long note = slab.note();
            return (Note.stateOf(note) == Note.ABANDONED && adopter.tryAdoptToFree(slab, note, block))
                    || freeRemotely(block);
        }

        /** What is live once somebody has looked whom the slab tells of. */
        final int liveBlocks() {
            if (slab.owner() == adopter) {
                adopter.collect();
            } else if (exchange.partialSlabs().take(sizeClass) == slab) {
                slab.lowerNote();
                exchange.countLateDoubleFrees(RemoteCollection.collect(slab));
            }
            return slab.liveCount();
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both blocks are found")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "a block is lost")
    @State
    public static class Production extends Abandoned {
        @Actor
        public void adopt() {
            adoptAndFree(0);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = liveBlocks() == 1;
        }
    }

    /** Both free the same block. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 2 live, 0 late", "false, true, 2 live, 0 late"},
            expect = ACCEPTABLE,
            desc = "one of them is refused")
    @Outcome(
            id = "true, true, 2 live, 1 late",
            expect = ACCEPTABLE,
            desc = "one of them is found out when it is collected")
    @Outcome(expect = FORBIDDEN, desc = "the block was freed twice, or not at all")
    @State
    public static class OneBlock extends Abandoned {
        @Actor
        public void adopt(ZZL_Result r) {
            r.r1 = adoptAndFree(0);
        }

        @Actor
        public void free(ZZL_Result r) {
            r.r2 = freeRemotely(0);
        }

        @Arbiter
        public void then(ZZL_Result r) {
            r.r3 = liveBlocks() + " live, " + exchange.lateDoubleFrees() + " late";
        }
    }

    /** What others have freed is taken before the note is lowered. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both blocks are found")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "nobody was told")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoteLoweredLast extends Abandoned {
        @Actor
        public void adopt() {
            long note = slab.note();
            if (Note.stateOf(note) != Note.ABANDONED || !slab.casNote(note, Note.with(note, Note.TAKEN))) {
                freeRemotely(0);
                return;
            }
            slab.setOwner(adopter);
            RemoteCollection.collect(slab);
            slab.pushChecked(0);
            slab.moveTo(BlockSlab.AVAILABLE);
            slab.lowerNote();
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = liveBlocks() == 1;
        }
    }
}
