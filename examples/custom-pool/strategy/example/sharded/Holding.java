package example.sharded;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;

/**
 * What a shard knows of one SuperSlab. Guarded by the shard's lock.
 *
 * <pre>
 * bit i of free   slot i may be handed out: it is unused or empty
 * bit i of empty  slot i was released and is still prepared for its size class; empty is part of free
 * </pre>
 */
final class Holding {
    private static final int ALL = -1;

    final ShardedPool.Shard shard;

    /** Set once, when the commit has succeeded: the object is made before, so that nothing can fail after. */
    SuperSlab superSlab;

    /** The next one of the shard. */
    Holding next;

    private int free = ALL;
    private int empty;

    /** When the last slab came back, by {@link System#nanoTime}; of interest while all are free. */
    private long idleSince = System.nanoTime();

    Holding(ShardedPool.Shard shard) {
        this.shard = shard;
    }

    boolean isIdleFor(long nanos) {
        return free == ALL && System.nanoTime() - idleSince >= nanos;
    }

    /** Stage 1: an empty slab that was last used for the size class. */
    Slab takeEmpty(int sizeClass) {
        for (int rest = empty; rest != 0; rest &= rest - 1) {
            Slab slab = superSlab.slab(Integer.numberOfTrailingZeros(rest));
            if (Slab.sizeClassOf(slab.word()) == sizeClass) {
                take(slab.slot(), 1);
                return slab;
            }
        }
        return null;
    }

    /** Stage 2: unused slots side by side, or, where the caller says so, empty slabs of other classes too. */
    Slab takeRun(int slabs, boolean emptyOnes) {
        // Bit i of fits: the slots from i on are candidates, first one of them, then two, and so on.
        int fits = emptyOnes ? free : free & ~empty;
        for (int length = 1; length < slabs && fits != 0; length++) {
            fits &= fits >>> 1;
        }
        if (fits == 0) {
            return null;
        }
        int first = Integer.numberOfTrailingZeros(fits);
        for (int slot = first; slot < first + slabs; slot++) {
            if ((empty & 1 << slot) != 0 && !superSlab.slab(slot).tryDiscard()) {
                throw new IllegalStateException(superSlab.slab(slot) + " was released and is active");
            }
        }
        take(first, slabs);
        return superSlab.slab(first);
    }

    void giveBack(int first, int slabs) {
        int mask = maskOf(first, slabs);
        free |= mask;
        empty |= mask;
        idleSince = System.nanoTime();
    }

    private void take(int first, int slabs) {
        int mask = maskOf(first, slabs);
        free &= ~mask;
        empty &= ~mask;
    }

    private static int maskOf(int first, int slabs) {
        return (int) ((1L << slabs) - 1 << first);
    }
}
