package hakmem.tiny;

import hakmem.superslab.Slab;

/**
 * The arrays of a slab of one class: the stack of free blocks, and the live bits. Made before a slab is asked for, so that a
 * full Java heap is found out while there is nothing to undo.
 */
final class BlockMaps {
    static final BlockMaps NONE = new BlockMaps(new short[0], new long[0]);

    /** Short live maps are drawn out to a cache line, so that two of different threads do not share one. */
    private static final int MIN_LIVE_WORDS = 8;

    private static final int ARRAY_HEADER = 16;

    /** Room for every block. */
    final short[] stack;

    /** A bit for every unit. */
    final long[] live;

    private BlockMaps(short[] stack, long[] live) {
        this.stack = stack;
        this.live = live;
    }

    static BlockMaps of(int sizeClass) {
        return new BlockMaps(new short[capacity(sizeClass)], new long[liveWords(sizeClass)]);
    }

    static int capacity(int sizeClass) {
        return Slab.BYTES / SizeClasses.blockSize(sizeClass);
    }

    /** The binary logarithm of a unit's bytes. */
    static int shift(int sizeClass) {
        return Integer.numberOfTrailingZeros(SizeClasses.blockSize(sizeClass));
    }

    static long bytes(int sizeClass) {
        return sizeClass < 0 ? 0 : 2L * ARRAY_HEADER + 2L * capacity(sizeClass) + 8L * liveWords(sizeClass);
    }

    private static int liveWords(int sizeClass) {
        return Math.max(MIN_LIVE_WORDS, Slab.BYTES >>> shift(sizeClass) >>> 6);
    }
}
