package hakmem.sharedpool.staged;

/** The packed word of an entry that claims and retirement contend on. */
public final class ClaimWord {
    /*
     *   63        33    32   31                    0
     *  +------------+-------+------------------------+
     *  | generation | live  |      unused mask       |
     *  +------------+-------+------------------------+
     *
     *  generation   counts the SuperSlabs the entry has stood for, modulo 2^31 (fewer bits in tests)
     *  live         1 while the entry stands for a SuperSlab; 0 before the first, and from retirement to the next
     *  unused mask  bit i: slot i is UNUSED and may be claimed; 0 unless live
     *
     *   not live --revive--> live --claim / give back--> live --retire (only from "live, all unused")--> not live
     *
     * A claim is a compare-and-set from a live word, so it fails once the word is retired; a retirement is a
     * compare-and-set from "all unused", so it fails once a slot is claimed. That is the whole of race 2's cure: neither
     * side needs to know of the other.
     *
     * Wrap-around. A claimer that slept while the generation went once around may find the very word it read, and its
     * compare-and-set succeeds. It then owns a slot of the SuperSlab the entry stands for now, and since it reads the
     * SuperSlab only after the claim, that is the one it uses: nothing about the old generation was kept. So wrap-around is
     * harmless at any width; RecyclingTableTest runs with one bit. What the generation buys is that a decision made
     * about one SuperSlab (it has been idle long enough) is not carried out on the next one.
     */
    /** Bits of the generation. */
    public static final int GENERATION_BITS = 31;

    /** The word of an entry that has not stood for a SuperSlab yet. */
    public static final long NEW = 0;

    private static final int GENERATION_SHIFT = 33;
    private static final long LIVE = 1L << 32;
    private static final long UNUSED_MASK = LIVE - 1;

    private ClaimWord() {}

    /**
     * Whether the entry stands for a SuperSlab.
     *
     * @param word a claim word
     * @return true if it does
     */
    public static boolean isLive(long word) {
        return (word & LIVE) != 0;
    }

    /**
     * The slots that may be claimed.
     *
     * @param word a claim word
     * @return their mask
     */
    public static int unusedOf(long word) {
        return (int) word;
    }

    /**
     * The generation.
     *
     * @param word a claim word
     * @return its number
     */
    public static int generationOf(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /** Whether two words of an entry are about the same SuperSlab. */
    static boolean isSameGeneration(long word, long other) {
        return generationOf(word) == generationOf(other);
    }

    /** Whether the word may be retired. */
    static boolean isAllUnused(long word) {
        return isLive(word) && unusedOf(word) == SlotMask.ALL;
    }

    static long withUnused(long word, int unused) {
        return (word & ~UNUSED_MASK) | (unused & UNUSED_MASK);
    }

    static long retired(long word) {
        return word & ~(LIVE | UNUSED_MASK);
    }

    /** The live word of the generation that follows a word that is not live. */
    static long revived(long word, int unused, int generationBits) {
        long generation = ((word >>> GENERATION_SHIFT) + 1) & ((1L << generationBits) - 1);
        return generation << GENERATION_SHIFT | LIVE | (unused & UNUSED_MASK);
    }
}
