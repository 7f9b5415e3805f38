package hakmem.tiny;

import hakmem.superslab.CacheColor;
import hakmem.superslab.Slab;

/**
 * The block sizes of slabs: steps of 16 bytes up to 128, then four to each doubling up to 32 KiB. From 129 bytes on a block
 * is at most 20 % larger than the request.
 *
 * <pre>
 *   16  32  48  64  80  96 112 128
 *  160 192 224 256   320 384 448 512   640 ...   20480 24576 28672 32768
 * </pre>
 *
 * <p>A block starts at a multiple of its size from the first block of its slab, so it is aligned to the largest power of two that
 * divides its size, {@link #alignment}; where slabs are colored, to a cache line.
 */
public final class SizeClasses {
    /** The smallest block and the step of the smallest classes, in bytes. */
    public static final int GRANULE = 16;

    /** The largest block, in bytes. */
    public static final int MAX_BLOCK = 32 << 10;

    /** A slab of fewer blocks than that is made of several slabs of the pool: a thread would be out of them too soon. */
    private static final int MIN_BLOCKS = 16;

    /** The most slabs of the pool that make one. */
    static final int MAX_SLABS = 8;

    /** Up to here blocks start at many different lines of a page, or fill one. */
    private static final int LARGEST_UNCOLORED = 4096;

    static final int GRANULE_SHIFT = 4;
    private static final int LINEAR_END = 128;
    private static final int LINEAR_CLASSES = LINEAR_END / GRANULE;
    private static final int STEPS_SHIFT = 2;
    private static final int STEPS_PER_DOUBLING = 1 << STEPS_SHIFT;
    private static final int DOUBLINGS =
            Integer.numberOfTrailingZeros(MAX_BLOCK) - Integer.numberOfTrailingZeros(LINEAR_END);

    /** The number of classes; they are numbered from 0 by size. */
    public static final int COUNT = LINEAR_CLASSES + DOUBLINGS * STEPS_PER_DOUBLING;

    private static final int[] BLOCK_SIZES = blockSizes();

    /** The class for each number of granules, up to that of the largest block. */
    private static final byte[] BY_GRANULES = byGranules();

    private SizeClasses() {}

    /**
     * The class for a request. Hot: one shift, one load.
     *
     * @param byteSize bytes wanted, 0 to {@link #MAX_BLOCK}
     * @return the smallest class whose blocks have so many bytes
     */
    public static int of(int byteSize) {
        return BY_GRANULES[(byteSize + GRANULE - 1) >>> GRANULE_SHIFT];
    }

    /**
     * The size of a class's blocks.
     *
     * @param sizeClass 0 to {@link #COUNT} - 1
     * @return bytes
     */
    public static int blockSize(int sizeClass) {
        return BLOCK_SIZES[sizeClass];
    }

    /**
     * A size whose class has blocks aligned as wanted. Rounding the request up to the alignment is enough: the step between
     * classes is a power of two, and where the alignment is larger than the step, its multiples are classes themselves. Where
     * slabs are colored, for more than a cache line it is rounded up to a power of two, whose slabs are not.
     *
     * @param byteSize bytes wanted
     * @param byteAlignment a power of two
     * @return the size to ask a class for; beyond {@link #MAX_BLOCK} if no class will do
     */
    public static long alignedSize(long byteSize, long byteAlignment) {
        if (byteAlignment <= GRANULE) {
            return byteSize;
        }
        if (byteSize > MAX_BLOCK || byteAlignment > MAX_BLOCK) {
            return MAX_BLOCK + 1L;
        }
        long rounded = Math.max((byteSize + byteAlignment - 1) & -byteAlignment, byteAlignment);
        return byteAlignment > CacheColor.LINE && rounded > LARGEST_UNCOLORED ? nextPowerOfTwo(rounded) : rounded;
    }

    /**
     * What every block of a class is aligned to.
     *
     * @param sizeClass 0 to {@link #COUNT} - 1
     * @return bytes, a power of two
     */
    public static int alignment(int sizeClass) {
        return isColored(sizeClass) ? CacheColor.LINE : Integer.lowestOneBit(blockSize(sizeClass));
    }

    /** Whether the slabs of a class begin with a {@link CacheColor}, for which they have room behind the last block. */
    static boolean isColored(int sizeClass) {
        int blockSize = blockSize(sizeClass);
        return blockSize > LARGEST_UNCOLORED && Integer.bitCount(blockSize) > 1;
    }

    /** How many slabs of the pool, side by side, make one of a class, if so many are to be had. */
    static int slabs(int sizeClass) {
        return (int) Math.min(nextPowerOfTwo(((MIN_BLOCKS * blockSize(sizeClass) - 1) >>> Slab.SHIFT) + 1), MAX_SLABS);
    }

    /**
     * Whether blocks of a class may lie in two slabs of the pool.
     *
     * @param sizeClass 0 to {@link #COUNT} - 1
     * @return true if slabs of the class may be made of several
     */
    public static boolean mayCrossSlabs(int sizeClass) {
        return slabs(sizeClass) > 1;
    }

    private static long nextPowerOfTwo(long number) {
        return Long.highestOneBit(2 * number - 1);
    }

    /**
     * By what {@link BlockNumber} multiplies an offset to divide it by a class's block size.
     *
     * @param sizeClass 0 to {@link #COUNT} - 1
     * @return 2^64 / block size, rounded up
     */
    static long reciprocal(int sizeClass) {
        return Long.divideUnsigned(-1, blockSize(sizeClass)) + 1;
    }

    /**
     * The smallest request that gets a class.
     *
     * @param sizeClass 0 to {@link #COUNT} - 1
     * @return granules
     */
    static int leastGranules(int sizeClass) {
        return sizeClass == 0 ? 0 : (blockSize(sizeClass - 1) >>> GRANULE_SHIFT) + 1;
    }

    private static int[] blockSizes() {
        int[] sizes = new int[COUNT];
        int n = 0;
        for (int size = GRANULE; size <= LINEAR_END; size += GRANULE) {
            sizes[n++] = size;
        }
        for (int start = LINEAR_END; start < MAX_BLOCK; start <<= 1) {
            for (int step = 1; step <= STEPS_PER_DOUBLING; step++) {
                sizes[n++] = start + step * (start >> STEPS_SHIFT);
            }
        }
        return sizes;
    }

    private static byte[] byGranules() {
        byte[] table = new byte[MAX_BLOCK / GRANULE + 1];
        int sizeClass = 0;
        for (int granules = 0; granules < table.length; granules++) {
            if (granules * GRANULE > BLOCK_SIZES[sizeClass]) {
                sizeClass++;
            }
            table[granules] = (byte) sizeClass;
        }
        return table;
    }
}
