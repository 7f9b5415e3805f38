package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemorySource;
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
        Region region = Region.reserve(source, RegionSize.choose(options.limit()), budget, options.hardened());
        return open(strategy, region, pool -> {
            MallocAllocator allocator = new MallocAllocator(pool, options.processWide());
            Housekeeper.register(allocator);
            return allocator;
        });
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
}
