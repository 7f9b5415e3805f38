package hakmem.malloc;

import hakmem.api.AllocatorStats;
import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.tiny.TinyStats;

/** Puts the statistics of the layers together. */
final class Snapshots {
    /** A rough size of a SuperSlab's descriptors on the Java heap, with what is known of how long its slabs were idle. */
    private static final long SUPER_SLAB_METADATA = 200 + SuperSlab.SLABS * (40L + 8);

    private Snapshots() {}

    static AllocatorStats of(TinyStats tiny, LargeBlocks.Stats large, GuardedPool pool) {
        Region region = pool.region();
        SlabCounts slabs = new SlabCounts();
        region.forEachSuperSlab(slabs::add);
        int retained = region.retainedSuperSlabs();
        long superSlabs = slabs.superSlabs + retained;
        long largeBlocks = large.liveRuns() + large.liveMappings();
        long largeBytes = large.liveRunBytes() + large.liveMappingBytes();
        return new AllocatorStats(
                region.byteSize(),
                region.budget().committed(),
                tiny.liveBytes() + largeBytes,
                tiny.liveBlocks() + largeBlocks,
                slabs.active * Slab.BYTES - tiny.liveBytes() - large.liveRunBytes(),
                large.cachedBytes(),
                0,
                0,
                tiny.metadataBytes() + large.metadataBytes() + superSlabs * SUPER_SLAB_METADATA,
                superSlabs,
                slabs.active,
                slabs.empty,
                superSlabs * SuperSlab.SLABS - slabs.active - slabs.empty,
                largeBlocks,
                largeBytes,
                tiny.threadHeaps(),
                tiny.adoptions(),
                tiny.lateDoubleFrees(),
                pool.strategy(),
                region.source().name(),
                pool.stats(),
                tiny.sizeClasses());
    }

    /** The equation that {@link AllocatorStats} promises. */
    static void validate(AllocatorStats stats) {
        long sum = stats.liveBytes()
                + stats.freeBytes()
                + stats.quarantinedBytes()
                + (stats.emptySlabs() + stats.unusedSlabs()) * Slab.BYTES
                + stats.cachedBytes();
        if (sum != stats.committedBytes()) {
            throw new AssertionError("committed bytes are not the sum " + sum + " of their parts: " + stats);
        }
    }

    private static final class SlabCounts {
        private long superSlabs;
        private long active;
        private long empty;

        void add(SuperSlab superSlab) {
            superSlabs++;
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                Slab.State state = superSlab.slab(slot).state(); // no switch: a class with an initializer belongs to it
                active += state == Slab.State.ACTIVE ? 1 : 0;
                empty += state == Slab.State.EMPTY ? 1 : 0;
            }
        }
    }
}
