package hakmem.tiny;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * A heap takes a slab from the partial list while another thread frees a block in it. The new owner must find the block:
 * with what it collects, or told of afterwards.
 */
public final class AdoptSlabAndFree {
    private AdoptSlabAndFree() {}

    /** A slab without an owner, on the partial list; block 0 is free, block 2 stays live. */
    abstract static class Partial extends OneSlab {
        final ThreadHeap adopter = new PaddedThreadHeap(exchange, null, null);

        Partial() {
            super(THREE_BLOCKS);
            retireAsFull();
            heap.scatter();
            freeRemotely(0);
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both blocks are found")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "a block is lost")
    @State
    public static class Production extends Partial {
        private long first;

        @Actor
        public void adopt() {
            first = adopter.popSlow(sizeClass);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            long second = adopter.pop(sizeClass);
            if (second == BlockSlab.NO_BLOCK) {
                second = adopter.popSlow(sizeClass);
            }
            r.r1 = first + second == blocks[0] + blocks[1] && adopter.popSlow(sizeClass) == BlockSlab.NO_BLOCK;
        }
    }

    /** What the new owner's next visit finds when all is over. */
    abstract static class Adopted extends Partial {
        final boolean isFound() {
            adopter.collect();
            return slab.liveCount() == 1;
        }
    }

    /** The new owner puts its name on the slab after it has lowered the note. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both blocks are found")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "nobody was told")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class OwnerNamedLast extends Adopted {
        @Actor
        public void adopt() {
            exchange.partialSlabs().take(sizeClass);
            slab.lowerNote();
            RemoteCollection.collect(slab);
            slab.moveTo(BlockSlab.CURRENT);
            slab.setOwner(adopter);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = isFound();
        }
    }

    /** The order is right, but nothing keeps it: the note is lowered by a plain write, with the fence behind it. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both blocks are found")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "nobody was told")
    @State
    @WeakenedControl(SeenOn.WEAKER)
    public static class PlainNote extends Adopted {
        @Actor
        public void adopt() {
            exchange.partialSlabs().take(sizeClass);
            slab.moveTo(BlockSlab.CURRENT);
            slab.setOwner(adopter);
            slab.note = Note.with(slab.note, Note.QUIET);
            VarHandle.fullFence();
            RemoteCollection.collect(slab);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = isFound();
        }
    }
}
