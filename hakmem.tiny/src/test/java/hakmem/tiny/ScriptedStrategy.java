package hakmem.tiny;

import hakmem.api.PoolStats;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;

/** The strategy {@code locked}, with a hook before each acquisition, and before and after each release. */
final class ScriptedStrategy implements SharedPoolProvider {
    volatile Runnable beforeAcquire = () -> {};
    volatile Runnable beforeRelease = () -> {};
    volatile Runnable afterRelease = () -> {};

    /** Releases fail from now on; the slab has gone back all the same, so that only what the caller loses is lost. */
    void failReleases() {
        afterRelease = () -> {
            throw new UnsupportedOperationException("scripted");
        };
    }

    void behave() {
        beforeAcquire = () -> {};
        beforeRelease = () -> {};
        afterRelease = () -> {};
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public String description() {
        return "does as a test tells it";
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
                afterRelease.run();
            }

            @Override
            public long trim(long idleNanos) {
                return pool.trim(idleNanos);
            }

            @Override
            public PoolStats stats() {
                return pool.stats();
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }
}
