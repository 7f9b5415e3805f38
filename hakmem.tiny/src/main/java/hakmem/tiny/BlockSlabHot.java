package hakmem.tiny;

/**
 * The fields of a {@link BlockSlab} that the hot path reads and writes: 56 bytes with the object's header, so that a malloc
 * or a free touches one line of the descriptor, or two. A field of a subclass cannot come between them.
 */
abstract class BlockSlabHot {
    /** The address of the slab. */
    final long base;

    /** Plain where the owner looks in passing, volatile and compare-and-set elsewhere: see {@link Note}. */
    long note = Note.INITIAL;

    int top;
    int eventAt;
    int shift;
    short[] stack = BlockMaps.NONE.stack;
    long[] live = BlockMaps.NONE.live;

    /** The heap whose owner allocates here; {@link ThreadHeap#NOBODY} if none. */
    ThreadHeap owner = ThreadHeap.NOBODY;

    BlockSlabHot(long base) {
        this.base = base;
    }
}
