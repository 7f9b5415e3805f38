package hakmem.lincheck;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;

/**
 * A pool of a few SuperSlabs, and what operations on it have in common. The pool is used through its boundary, as front ends
 * use it, which throws when slabs are handed out twice or are not committed: no sequential history does.
 */
abstract class PoolOperations {
    private final Region region;
    private final Held held = new Held();
    final GuardedPool pool;

    PoolOperations(SharedPoolProvider strategy, int superSlabs) {
        long bytes = superSlabs * (long) SuperSlab.BYTES;
        region = Region.reserve(new AddressSource(), bytes, new MemoryBudget(bytes));
        pool = GuardedPool.open(strategy, region);
    }

    /** Whether there was room. */
    final boolean tryAcquire(int thread, int sizeClass, int slabs) {
        try {
            held.push(thread, pool.acquire(sizeClass, slabs));
            return true;
        } catch (MemoryRefusedException e) {
            return false;
        }
    }

    /** Whether the thread had anything to release. */
    final boolean releaseLatest(int thread) {
        Slab first = held.poll(thread);
        if (first != null && !pool.release(first, first.word())) {
            throw new AssertionError(first + " was released by another");
        }
        return first != null;
    }

    /** What is held is active and committed; then releases it. */
    final void releaseAll() {
        held.forEach(slab -> {
            if (slab.state() != Slab.State.ACTIVE || !slab.superSlab().isCommitted()) {
                throw new AssertionError(slab + " is held");
            }
        });
        for (int thread = 0; thread < Held.THREADS; thread++) {
            while (releaseLatest(thread)) {
                // until it holds nothing
            }
        }
    }

    /** With nothing held, a whole SuperSlab is free; for a pool that has one. */
    final void allCanBeHad() {
        if (!tryAcquire(0, 2, SuperSlab.SLABS)) {
            throw new AssertionError("slots are lost");
        }
        releaseAll();
    }

    /** With nothing held, memory that was committed can be given back, and none stays charged. */
    final void nothingStaysCommitted() {
        pool.trim(0);
        if (region.budget().committed() != 0) {
            throw new AssertionError(region.budget().committed() + " bytes stay committed though all was released");
        }
    }
}
