package hakmem.tiny;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where heaps get slabs from and give them to: the pool, the partial lists, and the table that finds a slab by an address.
 * Safe for use by several threads.
 */
final class SlabExchange {
    private final GuardedPool pool;
    private final PartialSlabs partialSlabs = new PartialSlabs();

    private final LongAdder lateDoubleFrees = new LongAdder();

    private final SlabTable table;

    SlabExchange(GuardedPool pool) {
        this.pool = pool;
        this.table = new SlabTable(pool.region().slabCount());
    }

    SlabTable table() {
        return table;
    }

    Region region() {
        return pool.region();
    }

    PartialSlabs partialSlabs() {
        return partialSlabs;
    }

    void countLateDoubleFrees(int count) {
        if (count != 0) {
            lateDoubleFrees.add(count);
        }
    }

    long lateDoubleFrees() {
        return lateDoubleFrees.sum();
    }

    /** The blocks of a slab by its number in the region, or null if it never had any. */
    BlockSlab get(int index) {
        return table.get(index);
    }

    /** The slab of a block. */
    BlockSlab slabOf(long block) {
        return get((int) ((block - pool.region().base()) >>> Slab.SHIFT));
    }

    /** Takes a slab from the pool; it belongs to the caller, who activates it. */
    BlockSlab acquire(int sizeClass) throws MemoryRefusedException {
        Slab first = acquireSlabs(sizeClass);
        boolean done = false;
        try {
            BlockSlab blocks = get(first.index());
            if (blocks == null || blocks.slab != first) {
                blocks = new PaddedBlockSlab(first, first.address());
            }
            table.set(first.index(), Slab.runLengthOf(first.word()), blocks);
            done = true;
            return blocks;
        } finally {
            if (!done) {
                pool.release(first, first.word());
            }
        }
    }

    private Slab acquireSlabs(int sizeClass) throws MemoryRefusedException {
        int slabs = SizeClasses.slabs(sizeClass);
        if (slabs > 1 && isRoomy()) {
            try {
                return pool.acquire(sizeClass, slabs);
            } catch (MemoryRefusedException e) {
                // Not side by side; there may be a single one still, which has room for two blocks at least.
            }
        }
        return pool.acquire(sizeClass, 1);
    }

    /** Whether less than half of what may be committed is: where memory is scarce, a size must not take more than it needs. */
    private boolean isRoomy() {
        MemoryBudget budget = pool.region().budget();
        return budget.committed() < budget.limit() / 2;
    }

    /** Gives a slab back that was acquired and not activated. */
    void returnUnused(BlockSlab blocks) {
        pool.release(blocks.slab, blocks.slab.word());
    }

    /**
     * Gives slabs back whose activation has ended. A failure is thrown at the end, so that it does not spare the others.
     *
     * @param first the first of them, linked by {@code next}, or null
     */
    void releaseAll(BlockSlab first) {
        RuntimeException failure = null;
        BlockSlab slab = first;
        while (slab != null) {
            BlockSlab next = slab.next;
            slab.next = null;
            try {
                release(slab);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
            slab = next;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Gives a slab back whose activation has ended. */
    void release(BlockSlab blocks) {
        pool.release(blocks.slab, blocks.poolWord());
    }
}
