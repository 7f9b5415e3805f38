package hakmem.malloc;

import hakmem.api.PoolStats;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.Optional;

/** The strategy {@code locked}, but for what a test does before it is asked for something. */
final class FailingStrategy implements SharedPoolProvider {
    volatile Runnable beforeAcquire = () -> {};
    volatile Runnable beforeRelease = () -> {};
    volatile Runnable beforeTrim = () -> {};
    volatile Runnable beforeClose = () -> {};

    MallocAllocator open() {
        return open(Long.MAX_VALUE);
    }

    MallocAllocator open(long limit) {
        Region region = Region.reserve(MemorySources.open(Optional.of("posix")), 64 << 20, new MemoryBudget(limit));
        return MallocAllocator.of(GuardedPool.open(this, region), false);
    }

    @Override
    public String name() {
        return "failing";
    }

    @Override
    public String description() {
        return "fails as a test tells it";
    }

    @Override
    public SharedPool create(Region region) {
        SharedPool pool = SharedPools.find("locked").create(region);
        return new SharedPool() {
            @Override
            public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
                beforeAcquire.run();
                return pool.acquire(sizeClass, slabs);
            }

            @Override
            public void release(Slab first, int slabs) {
                beforeRelease.run();
                pool.release(first, slabs);
            }

            @Override
            public long trim(long idleNanos) {
                beforeTrim.run();
                return pool.trim(idleNanos);
            }

            @Override
            public PoolStats stats() {
                return pool.stats();
            }

            @Override
            public void close() {
                beforeClose.run();
                pool.close();
            }
        };
    }
}
