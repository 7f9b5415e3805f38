package hakmem.malloc.hardened;

import hakmem.superslab.Slab;
import hakmem.tiny.SizeClasses;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;

/**
 * A {@link BlockState} for each block that starts in a slab of the pool, for one use of that: as long as it is of one size class and
 * nobody else has had the memory of its blocks. Safe for use by several threads.
 */
final class SlabRecords {
    private static final long OBJECT_BYTES = 64;

    private final int sizeClass;
    private final long use;
    private final int blockSize;

    /** The binary logarithm of what every block is aligned to. */
    private final int shift;

    private final AtomicIntegerArray words;

    SlabRecords(int sizeClass, long use) {
        this.sizeClass = sizeClass;
        this.use = use;
        this.blockSize = SizeClasses.blockSize(sizeClass);
        this.shift = Integer.numberOfTrailingZeros(SizeClasses.alignment(sizeClass));
        this.words = new AtomicIntegerArray(Slab.BYTES >>> shift);
    }

    boolean isOf(int someClass, long someUse) {
        return sizeClass == someClass && use == someUse;
    }

    int sizeClass() {
        return sizeClass;
    }

    int blockSize() {
        return blockSize;
    }

    /** Where the word of an address is; {@link #isUnit} says whether that is a place at all. */
    int unitOf(long address) {
        return Integer.rotateRight((int) address & (Slab.BYTES - 1), shift);
    }

    /** The other way round, in the slab that starts at an address. */
    long addressOf(long slab, int unit) {
        return slab + ((long) unit << shift);
    }

    int units() {
        return words.length();
    }

    boolean isUnit(int unit) {
        return Integer.compareUnsigned(unit, words.length()) < 0;
    }

    int get(int unit) {
        return words.get(unit);
    }

    /** By the one thread that has the block in its hands. */
    void set(int unit, int word) {
        words.set(unit, word);
    }

    /** Of two threads that free one block, one succeeds. */
    boolean tryMove(int unit, int from, int to) {
        return words.compareAndSet(unit, from, to);
    }

    int count(IntPredicate isCounted) {
        int count = 0;
        for (int unit = 0; unit < words.length(); unit++) {
            if (isCounted.test(BlockState.stateOf(words.get(unit)))) {
                count++;
            }
        }
        return count;
    }

    long metadataBytes() {
        return OBJECT_BYTES + (long) words.length() * Integer.BYTES;
    }
}
