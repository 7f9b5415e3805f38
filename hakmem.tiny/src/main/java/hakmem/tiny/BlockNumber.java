package hakmem.tiny;

/**
 * Which block of a slab starts at an offset, by multiplications: of the offset by a reciprocal of the block size, 2^64 / size
 * rounded up.
 *
 * <pre>
 *              127            64 63             0
 *   product:  +----------------+----------------+
 *             |     number     |    remainder   |
 *             +----------------+----------------+
 * </pre>
 *
 * <p>The upper half is the block's number. The lower half is less than the reciprocal itself exactly for the start of a block:
 * there it is the rounding error alone, which is less than the block size for each block before; one byte further it is the
 * reciprocal more. Both hold for every offset in a slab, and far beyond.
 *
 * <p>An offset before the first block is, unsigned, beyond all others. If that is said to be a start at all, it is of a block
 * whose number, cut to an int, is beyond those of any slab.
 */
final class BlockNumber {
    /** Of no block. */
    static final int NONE = -1;

    private BlockNumber() {}

    /**
     * The number of the block that starts at an offset; one that is, unsigned, beyond those of any slab if none does.
     *
     * @param reciprocal see {@link SizeClasses#reciprocal}
     */
    static int of(long offset, long reciprocal) {
        return Long.compareUnsigned(offset * reciprocal, reciprocal) < 0
                ? (int) Math.unsignedMultiplyHigh(offset, reciprocal)
                : NONE;
    }
}
