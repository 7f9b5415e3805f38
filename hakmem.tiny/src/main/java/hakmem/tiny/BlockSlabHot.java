package hakmem.tiny;

/**
 * The fields of a {@link BlockSlab} that the hot path reads and writes: 56 bytes with the object's header, so that a malloc
 * or a free touches one line of the descriptor, or two. A field of a subclass cannot come between them.
 */
abstract class BlockSlabHot {
    /** The address of the first block; that of the slab, or a {@link hakmem.superslab.CacheColor} behind it. */
    long base;

    /** Plain where the owner looks in passing, volatile and compare-and-set elsewhere: see {@link Note}. */
    long note = Note.INITIAL;

    /** The granule of the first free block, or {@link BlockLinks#END}. */
    int head = BlockLinks.END;

    /** Goes down by one with each free; at 0 the heap is told. */
    int untilEvent;

    int blockSize;

    /** See {@link SizeClasses#reciprocal}. */
    long reciprocal;

    short[] links = BlockLinks.NONE;

    /** The heap whose owner allocates here; {@link PaddedThreadHeap#NOBODY} if none. */
    ThreadHeap owner = PaddedThreadHeap.NOBODY;

    BlockSlabHot(long base) {
        this.base = base;
    }
}
