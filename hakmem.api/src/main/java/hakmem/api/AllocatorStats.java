package hakmem.api;

import java.util.List;

/**
 * What an allocator holds, as {@link Allocator#stats()} found it. Once no other thread is at work, the figures add up:
 *
 * <pre>
 * committedBytes = liveBytes + freeBytes + quarantinedBytes
 *                + (emptySlabs + unusedSlabs) * 65536
 *                + cachedBytes
 * </pre>
 *
 * @param reservedBytes address space reserved, with or without memory behind it
 * @param committedBytes memory committed: SuperSlabs in use and direct mappings
 * @param liveBytes usable bytes of all live blocks
 * @param liveBlocks live blocks of all sizes
 * @param freeBytes what is not live in active slabs: free blocks, and the ends of slabs that hold no whole block
 * @param cachedBytes freed direct mappings kept for the next large block
 * @param quarantinedBlocks blocks of all sizes that were freed and are kept from reuse by {@link Hardening#QUARANTINE}
 * @param quarantinedBytes usable bytes of those
 * @param metadataBytes an estimate of the Java heap that the allocator's own state takes
 * @param superSlabs SuperSlabs committed
 * @param activeSlabs slabs that belong to a size class or a large block
 * @param emptySlabs slabs without a live block that are kept for their size class
 * @param unusedSlabs slabs of committed SuperSlabs that belong to nobody
 * @param largeBlocks live blocks too large for a size class
 * @param largeBytes usable bytes of those
 * @param threadHeaps heaps that exist, one for each thread that needed one at the same time, and the shared stripes
 * @param adoptedHeaps how often a heap was taken over from a thread that ended
 * @param lateDoubleFrees double frees by two threads at once that were found, and made harmless, only when the owner
 *     collected what others had freed
 * @param poolStrategy name of the pool strategy
 * @param memorySource name of the memory source
 * @param pool counters of the pool strategy
 * @param sizeClasses one record for each size class, by block size
 */
public record AllocatorStats(
        long reservedBytes,
        long committedBytes,
        long liveBytes,
        long liveBlocks,
        long freeBytes,
        long cachedBytes,
        long quarantinedBlocks,
        long quarantinedBytes,
        long metadataBytes,
        long superSlabs,
        long activeSlabs,
        long emptySlabs,
        long unusedSlabs,
        long largeBlocks,
        long largeBytes,
        int threadHeaps,
        long adoptedHeaps,
        long lateDoubleFrees,
        String poolStrategy,
        String memorySource,
        PoolStats pool,
        List<SizeClassStats> sizeClasses) {
    /** Copies the list. */
    public AllocatorStats {
        sizeClasses = List.copyOf(sizeClasses);
    }
}
