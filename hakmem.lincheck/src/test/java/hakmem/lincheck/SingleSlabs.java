package hakmem.lincheck;

import hakmem.api.PoolStats;
import hakmem.sharedpool.locked.LockedPoolProvider;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;

/** A pool that has no two slabs side by side: of large blocks a slab has but two then, and every call is near the slow path. */
public final class SingleSlabs implements SharedPoolProvider {
    private final SharedPoolProvider locked = new LockedPoolProvider();

    @Override
    public String name() {
        return "single";
    }

    @Override
    public String description() {
        return "one slab at a time, under a mutex";
    }

    @Override
    public SharedPool create(Region region) {
        return new Pool(locked.create(region));
    }

    private record Pool(SharedPool locked) implements SharedPool {
        @Override
        public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
            if (slabs > 1) {
                throw new MemoryRefusedException(Reason.LIMIT, slabs + " slabs side by side");
            }
            return locked.acquire(sizeClass, slabs);
        }

        @Override
        public void release(Slab first, int slabs) {
            locked.release(first, slabs);
        }

        @Override
        public long trim(long idleNanos) {
            return locked.trim(idleNanos);
        }

        @Override
        public PoolStats stats() {
            return locked.stats();
        }

        @Override
        public void close() {
            locked.close();
        }
    }
}
