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
        boolean done = false;
        try {
            MallocAllocator allocator = new MallocAllocator(GuardedPool.open(strategy, region), options.processWide());
            Housekeeper.register(allocator);
            done = true;
            return allocator;
        } finally {
            if (!done) {
                region.close();
            }
        }
    }
}
