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

/**
 * The 0 -> 1 flag: one thread frees a block of a slab whose note is up, the owner collects the slab. Whatever they do at once,
 * the owner's next visit must find the block: seen by the collection, or told of by the thread.
 */
public final class RemoteFreeAndCollect {
    private RemoteFreeAndCollect() {}

    /** The other block was freed before, and the owner told. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "both blocks are free again")
    @Outcome(expect = FORBIDDEN, desc = "a block stays freed and uncollected for ever")
    @State
    public static class Production extends OneSlab {
        public Production() {
            super(TWO_BLOCKS);
            RemoteFree.free(slab, blocks[0], exchange);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Actor
        public void collect() {
            heap.collect();
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = slab.liveCount();
        }
    }

    /**
     * The note is up, and what it was raised for has been collected with an earlier one. Then the owner has no
     * compare-and-set to make, which would hide a missing fence.
     */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the block is free again")
    @Outcome(expect = FORBIDDEN, desc = "a block stays freed and uncollected for ever")
    @State
    public static class NothingPending extends OneSlab {
        public NothingPending() {
            super(TWO_BLOCKS);
            slab.remoteOf(Note.generationOf(slab.note()));
            slab.casNote(slab.note(), Note.with(slab.note(), Note.NOTIFIED));
            heap.notify(slab);
        }

        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Actor
        public void collect() {
            heap.collect();
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = slab.liveCount();
        }
    }

    /** A slab that the owner has just taken off its stack. */
    abstract static class Taken extends OneSlab {
        Taken() {
            super(TWO_BLOCKS);
            slab.remoteOf(Note.generationOf(slab.note()));
            slab.casNote(slab.note(), Note.with(slab.note(), Note.NOTIFIED));
        }
    }

    /** The words are taken, and the note lowered then. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the block is free again")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "the block stays freed and uncollected for ever")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoteLoweredLast extends Taken {
        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Actor
        public void collect() {
            RemoteCollection.collect(slab);
            slab.lowerNote();
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = slab.liveCount();
        }
    }

    /** The note is lowered first, but plainly: the write may still be on its way when the words are read. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the block is free again")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "the block stays freed and uncollected for ever")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoteLoweredWithoutFence extends Taken {
        @Actor
        public void free() {
            freeRemotely(1);
        }

        @Actor
        public void collect() {
            slab.note = Note.with(slab.note, Note.QUIET);
            RemoteCollection.collect(slab);
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = slab.liveCount();
        }
    }
}
