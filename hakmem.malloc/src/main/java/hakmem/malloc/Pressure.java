package hakmem.malloc;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.tiny.TinyAllocator;

/**
 * What is done when a request is refused, from the cheapest to the last resort. Where the refusal may be cured by memory
 * that nobody uses, that is collected and given back, first what disturbs no one, then the heaps' stock. A request that the
 * pool cannot serve at all is served by a direct mapping: slower, never fatal. Then it is an error.
 */
final class Pressure {
    private final MallocAllocator allocator;
    private final TinyAllocator tiny;
    private final LargeBlocks large;
    private final GuardedPool pool;

    Pressure(MallocAllocator allocator, TinyAllocator tiny, LargeBlocks large, GuardedPool pool) {
        this.allocator = allocator;
        this.tiny = tiny;
        this.large = large;
        this.pool = pool;
    }

    long allocate(long byteSize, long byteAlignment, MemoryRefusedException first) {
        MemoryRefusedException refused = first;
        if (refused.reason() == Reason.METADATA_FULL) {
            try {
                return large.allocateDirect(byteSize, byteAlignment);
            } catch (MemoryRefusedException e) {
                refused = e;
            }
        }
        for (boolean everything : new boolean[] {false, true}) {
            relieve(everything);
            try {
                return allocator.tryAllocate(byteSize, byteAlignment);
            } catch (MemoryRefusedException e) {
                refused = e;
            }
        }
        try {
            return large.allocateDirect(byteSize, byteAlignment);
        } catch (MemoryRefusedException e) {
            throw outOfMemory(byteSize, byteAlignment, refused);
        }
    }

    private void relieve(boolean everything) {
        allocator.revokeArenaChunks();
        tiny.reclaim(everything);
        large.trim(0);
        pool.trim(0);
    }

    private OffHeapOutOfMemoryError outOfMemory(long byteSize, long byteAlignment, MemoryRefusedException refused) {
        long limit = pool.region().budget().limit();
        return new OffHeapOutOfMemoryError(
                "no memory for %d bytes aligned to %d: %s (limit %s, committed %d, live %d bytes)"
                        .formatted(
                                byteSize,
                                byteAlignment,
                                refused.getMessage(),
                                limit == Long.MAX_VALUE ? "none" : Long.toString(limit),
                                pool.region().budget().committed(),
                                allocator.stats().liveBytes()));
    }
}
