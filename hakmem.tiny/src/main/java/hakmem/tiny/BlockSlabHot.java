package hakmem.tiny;

/**
 * The fields of a {@link BlockSlab} that the hot path reads and writes: at most 64 bytes with the object's header, so that a malloc
 * or a free touches one line of the descriptor, or two. A field of a subclass cannot come between them.
 */
abstract class BlockSlabHot {
    /** The address of the first block; that of the slab, or a {@link hakmem.superslab.CacheColor} behind it. */
    long base;

    /** The number of the first free block, or {@link BlockLinks#END}. */
    int head = BlockLinks.END;

    int blockSize;

    /** Goes down by one with each free; at 0 the heap is told. */
    int untilEvent;

    /** See {@link BlockNumber}. */
    long reciprocal;

    short[] links = BlockLinks.NONE;

    /** The number of the thread that owns the slab while it is quiet, or {@link OwnedHeap#NO_USER}: see {@link BlockSlab}. */
    long quietUser = OwnedHeap.NO_USER;

    BlockSlabHot(long base) {
        this.base = base;
    }
}
