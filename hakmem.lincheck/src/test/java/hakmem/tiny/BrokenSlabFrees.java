package hakmem.tiny;

import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * The owner's side with one thing done wrong; what other threads do is as it is shipped. It does not let go of its slab but
 * in {@link StruckOutFirst}.
 */
abstract class BrokenSlabFrees extends SlabFrees {
    private static final VarHandle NOTIFIED;
    private static final VarHandle WORDS;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            // They stay private: nobody else has any business there.
            NOTIFIED = MethodHandles.privateLookupIn(ThreadHeap.class, MethodHandles.lookup())
                    .findVarHandle(ThreadHeap.class, "notified", BlockSlab.class);
            WORDS = MethodHandles.privateLookupIn(RemoteFrees.class, MethodHandles.lookup())
                    .findVarHandle(RemoteFrees.class, "words", long[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean settled;

    BrokenSlabFrees() throws MemoryRefusedException {}

    /** The heap's only slab, if the owner was told of it. */
    final boolean takeNotified() {
        return NOTIFIED.getAndSet(heap, (BlockSlab) null) != null;
    }

    static long[] wordsOf(RemoteFrees frees) {
        return (long[]) WORDS.get(frees);
    }

    final void freeAll(long pending) {
        for (long rest = pending; rest != 0; rest &= rest - 1) {
            slab.pushChecked(RemoteFrees.lowestBlock(0, rest));
        }
    }

    /** Moves the slab from the full ones to where allocations look, as the heap does after it has collected. */
    final void settle() {
        if (!settled && slab.hasBlocks()) {
            settled = true;
            heap.event(slab);
        }
    }

    @Override
    @Operation(nonParallelGroup = OWNER)
    public void letGo() {}

    @Override
    @Operation(nonParallelGroup = OWNER)
    public void takeUp() {}

    /** The words are taken, and the note lowered then: a bit set in between is told to nobody. */
    public static class NoteLoweredLast extends BrokenSlabFrees {
        /** For Lincheck. */
        public NoteLoweredLast() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void collect() {
            if (takeNotified()) {
                RemoteCollection.collect(slab);
                slab.lowerNote();
                settle();
            }
        }
    }

    /** The slab is marked as quiet when the note was lowered: it may be raised in between. */
    public static class MarkedLast extends BrokenSlabFrees {
        /** For Lincheck. */
        public MarkedLast() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void collect() {
            if (takeNotified()) {
                slab.lowerNote();
                slab.quietUser = heap.user();
                RemoteCollection.collect(slab);
                settle();
            }
        }
    }

    /** A slab found quiet is marked, and the note not looked at once more. */
    public static class MarkedBlindly extends BrokenSlabFrees {
        /** For Lincheck. */
        public MarkedBlindly() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void regain() {
            if (slab.isQuiet()) {
                slab.quietUser = heap.user();
            }
        }
    }

    /** Bits are taken out of a word that does not count it: it looks the same before a free and after its collection. */
    public static class WithoutEpoch extends BrokenSlabFrees {
        /** For Lincheck. */
        public WithoutEpoch() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void collect() {
            if (takeNotified()) {
                slab.lowerNote();
                long[] words = wordsOf(slab.remote());
                long pending = RemoteFrees.pendingOf((long) WORD.getVolatile(words, 0));
                freeAll(pending);
                WORD.getAndBitwiseAnd(words, 0, ~pending);
                settle();
            }
        }
    }

    /** The blocks are made free after the word was taken: a second free in between finds its block live. */
    public static class WordTakenFirst extends BrokenSlabFrees {
        /** For Lincheck. */
        public WordTakenFirst() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void collect() {
            if (takeNotified()) {
                slab.lowerNote();
                RemoteFrees frees = slab.remote();
                long word;
                do {
                    word = frees.get(0);
                } while (!frees.tryTake(0, word));
                freeAll(RemoteFrees.pendingOf(word));
                settle();
            }
        }
    }

    /** The owner strikes itself out before it changes the note: who frees in between tells nobody. */
    public static class StruckOutFirst extends BrokenSlabFrees {
        /** For Lincheck. */
        public StruckOutFirst() throws MemoryRefusedException {}

        @Override
        @Operation(nonParallelGroup = OWNER)
        public void letGo() {
            if (slab.isQuiet() && slab.owner() == heap) {
                slab.disown(heap);
                if (!slab.leaveQuiet(Note.ABANDONED)) {
                    slab.setOwner(heap);
                }
            }
        }
    }
}
