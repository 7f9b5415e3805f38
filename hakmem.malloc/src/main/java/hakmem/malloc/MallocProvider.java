package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.Hardening;
import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import hakmem.large.LargeBlocks;
import hakmem.malloc.hardened.GuardedSource;
import hakmem.malloc.hardened.HardenedAllocator;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemorySource;
import java.util.Set;
import java.util.function.Function;

/** Puts an allocator together: source, region, pool, allocator. */
public final class MallocProvider implements AllocatorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MallocProvider() {}

    @Override
    public Allocator create(AllocatorOptions options) {
        SharedPoolProvider strategy = SharedPools.find(options.pool().orElse(SharedPools.DEFAULT));
        MemorySource source = MemorySources.open(options.memorySource());
        MemoryBudget budget = new MemoryBudget(options.limit());
        Region region = Region.reserve(
                source,
                RegionSize.choose(options.limit()),
                budget,
                options.hardening().contains(Hardening.DECOMMIT));
        return open(strategy, region, new Assembly(options, source, budget));
    }

    /** What becomes of an open pool; no lambda, for the first block waits for each that is linked. */
    private record Assembly(AllocatorOptions options, MemorySource source, MemoryBudget budget)
            implements Function<GuardedPool, Allocator> {
        @Override
        public Allocator apply(GuardedPool pool) {
            Set<Hardening> hardening = options.hardening();
            MallocAllocator allocator = hardening.contains(Hardening.GUARD)
                    ? MallocAllocator.of(
                            pool, new LargeBlocks(pool, new GuardedSource(source), budget, true), options.processWide())
                    : MallocAllocator.of(pool, options.processWide());
            Allocator front =
                    needsFront(hardening) ? new HardenedAllocator(new HardenedDoor(allocator), hardening) : allocator;
            OpenAllocators.add(allocator);
            Housekeeper.register(allocator);
            return front;
        }
    }

    /**
     * Opens a pool and makes what owns it and the region.
     *
     * @param strategy the pool's strategy
     * @param region closed if anything fails, after the pool
     * @param make what to make of the pool
     * @return what was made
     */
    static <T> T open(SharedPoolProvider strategy, Region region, Function<GuardedPool, T> make) {
        GuardedPool pool = null;
        try {
            pool = GuardedPool.open(strategy, region);
            return make.apply(pool);
        } catch (RuntimeException | Error e) {
            if (pool != null) {
                undo(e, pool::close);
            }
            undo(e, region::close);
            throw e;
        }
    }

    /** What fails here must not hide why it is done, nor spare what comes after. */
    private static void undo(Throwable why, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error e) {
            why.addSuppressed(e);
        }
    }

    /** What becomes of retired memory is the region's affair alone. */
    private static boolean needsFront(Set<Hardening> hardening) {
        return hardening.size() > (hardening.contains(Hardening.DECOMMIT) ? 1 : 0);
    }
}
