package hakmem.sharedpool.recycling;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;

/**
 * A bit for each of 64 entries: whether a search should look at it. Searches over tens of thousands of entries, nearly all of
 * them full, read one word for 64. Safe for use by several threads; lock-free.
 */
final class HintBits {
    /*
     * A set bit may be wrong: the search looks and goes on. A clear bit must not stay wrong, or slots would be lost to
     * every search. Two sides, each a write followed by a read of what the other writes, all volatile:
     *
     *   who puts a slot into the entry's mask:          mask |= slot;  then, if the bit is clear, sets it
     *   who finds the mask without slots, clears:       clears the bit; then reads the mask again, and if there is a slot
     *                                                   now, sets it
     *
     * If the one who puts saw the bit still set, it was cleared after that; so the other's second look comes after the slot was
     * put, and finds it (or finds it taken, which is as good). Were the bit cleared after the only look at the mask, a slot
     * put in between would be hidden.
     */
    private static final VarHandle BITS;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(HintBits.class, "bits", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long bits;

    /** Brings a bit in line with what the predicate, which reads the entry's mask, says about the entry. */
    void update(int bit, IntPredicate hasSlots) {
        long mask = 1L << bit;
        if (!hasSlots.test(bit) && (bits & mask) != 0) {
            BITS.getAndBitwiseAnd(this, ~mask);
        }
        if (hasSlots.test(bit) && (bits & mask) == 0) {
            BITS.getAndBitwiseOr(this, mask);
        }
    }

    /** The first set bit of those from {@code from} on, or 64. */
    int next(int from) {
        return Long.numberOfTrailingZeros(bits & -1L << from);
    }
}
