package hakmem.tiny;

import hakmem.superslab.Slab;

/**
 * The array of a slab of one class: an entry for each block, by the block's number, that says whether the block is live and,
 * if it is free, which block is free after it. Made before a slab is asked for, so that a full Java heap is found out while
 * there is nothing to undo.
 */
final class BlockLinks {
    /*
     * The entry of a block that
     *
     *   is live                 LIVE
     *   is free                 the number of the next free block, or END
     *   was never handed out    0, until it is put in the list of the free ones
     *
     * LIVE is the one value no block has that is not live: one compare finds a double free.
     */
    static final short END = -1;
    static final short LIVE = -2;

    static final short[] NONE = {};

    static final int ARRAY_HEADER = 16;

    /**
     * Entries no block has, at the end: from the last one in use to the first of an array behind this, past its header, there
     * are two cache lines, so that two threads share neither one nor a pair that is fetched together.
     */
    static final int PADDING = (128 - ARRAY_HEADER) / Short.BYTES;

    private BlockLinks() {}

    static short[] of(int sizeClass) {
        return new short[length(sizeClass)];
    }

    /** The blocks of a slab that is made of as many slabs of the pool as its class asks for; it may be made of fewer. */
    static int capacity(int sizeClass) {
        return SizeClasses.slabs(sizeClass) * Slab.BYTES / SizeClasses.blockSize(sizeClass);
    }

    static long bytes(int sizeClass) {
        return sizeClass < 0 ? 0 : (ARRAY_HEADER + (long) Short.BYTES * length(sizeClass) + 7) & -8;
    }

    private static int length(int sizeClass) {
        return capacity(sizeClass) + PADDING;
    }
}
