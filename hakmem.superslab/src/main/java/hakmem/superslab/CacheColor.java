package hakmem.superslab;

/**
 * How far from the start of a slab its first block should begin, so that blocks of whole pages do not meet in the caches of the
 * processor. Safe for use by several threads.
 *
 * <p>A cache places a line by the lower bits of its address. Blocks that all begin at multiples of a page have the lines that are
 * used most, those of their headers and of the pages' beginnings, in a sixty-fourth of its sets, and these overflow while the
 * others are empty. Where slabs begin at different lines, their blocks do too: "slab coloring" (Bonwick, "The Slab Allocator",
 * USENIX 1994). A few colors do: each further one is a line more that has to be held.
 */
public final class CacheColor {
    /** Bytes of a cache line; colors are multiples of it. */
    public static final int LINE = 64;

    private static final int COLORS_SHIFT = 3;

    /** The largest color in bytes. */
    public static final int MAX = LINE * ((1 << COLORS_SHIFT) - 1);

    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private CacheColor() {}

    /**
     * The color of a slab: always the same; the colors are spread evenly over slabs that follow each other, whether by one or by
     * several.
     *
     * @param slab the first slab of what is to be colored
     * @return bytes, 0 to {@link #MAX}, a multiple of {@link #LINE}
     */
    public static int of(Slab slab) {
        // Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4): the upper bits.
        return ((slab.index() * GOLDEN_RATIO) >>> (Integer.SIZE - COLORS_SHIFT)) * LINE;
    }
}
