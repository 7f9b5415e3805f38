package hakmem.malloc;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.large.LargeBlocks;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;

/**
 * What is done when a request is refused, from the cheapest to the last resort. Where the refusal may be cured by memory
 * that nobody uses, that is collected and given back, first what disturbs no one, then the heaps' stock. A request that the
 * pool cannot serve at all is served by a direct mapping: slower, never fatal. Then it is an error.
 */
final class Pressure {
    private final MallocAllocator allocator;
    private final Reclaimer reclaimer;
    private final LargeBlocks large;
    private final MemoryBudget budget;

    Pressure(MallocAllocator allocator, Reclaimer reclaimer, LargeBlocks large, MemoryBudget budget) {
        this.allocator = allocator;
        this.reclaimer = reclaimer;
        this.large = large;
        this.budget = budget;
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
            try {
                return reclaimer.relieve(everything, () -> allocator.tryAllocate(byteSize, byteAlignment));
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

    private OffHeapOutOfMemoryError outOfMemory(long byteSize, long byteAlignment, MemoryRefusedException refused) {
        long limit = budget.limit();
        return new OffHeapOutOfMemoryError(
                "no memory for %d bytes aligned to %d: %s (limit %s, committed %d, live %d bytes)"
                        .formatted(
                                byteSize,
                                byteAlignment,
                                refused.getMessage(),
                                limit == Long.MAX_VALUE ? "none" : Long.toString(limit),
                                budget.committed(),
                                allocator.stats().liveBytes()));
    }
}
