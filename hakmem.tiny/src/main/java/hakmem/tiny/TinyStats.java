package hakmem.tiny;

import hakmem.api.SizeClassStats;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.ArrayList;
import java.util.List;

/**
 * What the slabs and heaps of a {@link TinyAllocator} hold, found by looking at them: the hot path counts nothing.
 *
 * @param sizeClasses one record for each class
 * @param slabs active slabs
 * @param liveBlocks live blocks; those that others have freed and the owner has not collected do not count
 * @param liveBytes their bytes
 * @param threadHeaps heaps of threads, and stripes that were used
 * @param adoptions how often a heap was taken over from a thread that had ended
 * @param lateDoubleFrees double frees found at collection
 * @param metadataBytes an estimate of the Java heap taken
 */
public record TinyStats(
        List<SizeClassStats> sizeClasses,
        long slabs,
        long liveBlocks,
        long liveBytes,
        int threadHeaps,
        long adoptions,
        long lateDoubleFrees,
        long metadataBytes) {
    private static final long HEAP_BYTES = 64;
    private static final long HEAP_BYTES_OF_A_CLASS = 4 + 4 + 32;
    private static final long REFERENCE_BYTES = 4;

    static TinyStats of(SlabExchange exchange, HeapRegistry registry, StripedHeaps stripes) {
        Counts counts = new Counts(exchange);
        exchange.region().forEachSuperSlab(counts::add);
        int[] heaps = {registry.heaps().length};
        stripes.forEach(heap -> heaps[0] += heap.slabCount() > 0 ? 1 : 0);
        List<SizeClassStats> classes = new ArrayList<>();
        long slabs = 0;
        long liveBlocks = 0;
        long liveBytes = 0;
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            SizeClassStats stats = new SizeClassStats(SizeClasses.blockSize(c), counts.slabs[c], counts.liveBlocks[c]);
            classes.add(stats);
            slabs += stats.slabs();
            liveBlocks += stats.liveBlocks();
            liveBytes += stats.liveBytes();
        }
        long metadata = counts.metadataBytes
                + exchange.table().array().length * REFERENCE_BYTES
                + registry.table().length * REFERENCE_BYTES
                + heaps[0] * (HEAP_BYTES + SizeClasses.COUNT * HEAP_BYTES_OF_A_CLASS);
        return new TinyStats(
                List.copyOf(classes),
                slabs,
                liveBlocks,
                liveBytes,
                heaps[0],
                registry.adoptions(),
                exchange.lateDoubleFrees(),
                metadata);
    }

    /**
     * The same, with fewer live blocks.
     *
     * @param blocks how many blocks of each class are not to be counted
     * @return a snapshot in which they count as free
     */
    public TinyStats withoutLive(int[] blocks) {
        List<SizeClassStats> classes = new ArrayList<>(sizeClasses);
        long fewerBlocks = 0;
        long fewerBytes = 0;
        for (int sizeClass = 0; sizeClass < blocks.length; sizeClass++) {
            SizeClassStats stats = classes.get(sizeClass);
            // They may have come and gone between the two looks.
            long fewer = Math.min(blocks[sizeClass], stats.liveBlocks());
            classes.set(sizeClass, new SizeClassStats(stats.blockSize(), stats.slabs(), stats.liveBlocks() - fewer));
            fewerBlocks += fewer;
            fewerBytes += fewer * stats.blockSize();
        }
        return new TinyStats(
                List.copyOf(classes),
                slabs,
                liveBlocks - fewerBlocks,
                liveBytes - fewerBytes,
                threadHeaps,
                adoptions,
                lateDoubleFrees,
                metadataBytes);
    }

    /** Sums over the slabs that are active in this module. */
    private static final class Counts {
        private final SlabExchange exchange;
        private final long[] slabs = new long[SizeClasses.COUNT];
        private final long[] liveBlocks = new long[SizeClasses.COUNT];
        private long metadataBytes;

        Counts(SlabExchange exchange) {
            this.exchange = exchange;
        }

        void add(SuperSlab superSlab) {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                Slab slab = superSlab.slab(slot);
                BlockSlab blocks = exchange.get(slab.index());
                if (blocks == null || blocks.slab != slab) {
                    continue;
                }
                metadataBytes += blocks.metadataBytes();
                long word = slab.word();
                long note = blocks.note();
                int sizeClass = Slab.sizeClassOf(word);
                if (Slab.stateOf(word) == Slab.State.ACTIVE
                        && Note.stateOf(note) != Note.POOLED
                        && sizeClass < SizeClasses.COUNT) {
                    slabs[sizeClass] += Slab.runLengthOf(word);
                    RemoteFrees frees = blocks.remote();
                    boolean pending = frees != null && frees.generation() == Note.generationOf(note);
                    // The owner may collect between the two.
                    int live = blocks.roughLiveCount() - (pending ? frees.pendingCount() : 0);
                    liveBlocks[sizeClass] += Math.max(0, live);
                }
            }
        }
    }
}
