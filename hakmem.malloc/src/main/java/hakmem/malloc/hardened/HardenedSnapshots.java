package hakmem.malloc.hardened;

import hakmem.api.AllocatorStats;
import hakmem.api.SizeClassStats;
import hakmem.tiny.SizeClasses;
import java.util.ArrayList;
import java.util.List;

/** Takes what the front keeps to itself out of what the allocator beneath counts as live. */
final class HardenedSnapshots {
    private HardenedSnapshots() {}

    static AllocatorStats of(AllocatorStats beneath, Ledger ledger, Detained detained, RandomReserve reserve) {
        Held held = new Held(ledger);
        detained.forEach(held::add);
        long[] reserved = reserve == null ? new long[SizeClasses.COUNT] : reserve.counts();
        long reservedBlocks = 0;
        long reservedBytes = 0;
        List<SizeClassStats> classes = new ArrayList<>();
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            reservedBlocks += reserved[c];
            reservedBytes += reserved[c] * SizeClasses.blockSize(c);
            SizeClassStats stats = beneath.sizeClasses().get(c);
            classes.add(new SizeClassStats(
                    stats.blockSize(), stats.slabs(), notNegative(stats.liveBlocks() - held.small[c] - reserved[c])));
        }
        return new AllocatorStats(
                beneath.reservedBytes(),
                beneath.committedBytes(),
                notNegative(beneath.liveBytes() - held.bytes - reservedBytes),
                notNegative(beneath.liveBlocks() - held.blocks - reservedBlocks),
                beneath.freeBytes() + reservedBytes,
                beneath.cachedBytes(),
                held.blocks,
                held.bytes,
                beneath.metadataBytes() + ledger.metadataBytes(),
                beneath.superSlabs(),
                beneath.activeSlabs(),
                beneath.emptySlabs(),
                beneath.unusedSlabs(),
                notNegative(beneath.largeBlocks() - held.largeBlocks),
                notNegative(beneath.largeBytes() - held.largeBytes),
                beneath.threadHeaps(),
                beneath.adoptedHeaps(),
                beneath.lateDoubleFrees(),
                beneath.poolStrategy(),
                beneath.memorySource(),
                beneath.pool(),
                classes);
    }

    /** Each figure is right for some moment, not all for the same one. */
    private static long notNegative(long difference) {
        return Math.max(0, difference);
    }

    /**
     * Checks, with no other thread at work:
     *
     * <pre>
     * blocks live by the statistics  = records of live blocks
     * blocks in the quarantine       = records of held blocks
     * </pre>
     */
    static void validate(AllocatorStats stats, Ledger.Census census) {
        if (stats.liveBlocks() != census.live()) {
            throw HardenedErrors.broken("live blocks = records of live blocks", stats.liveBlocks(), census.live());
        }
        if (stats.quarantinedBlocks() != census.held()) {
            throw HardenedErrors.broken(
                    "quarantined blocks = records of held blocks", stats.quarantinedBlocks(), census.held());
        }
    }

    /** Sums over the quarantine. */
    private static final class Held {
        private final Ledger ledger;
        private final long[] small = new long[SizeClasses.COUNT];
        private long blocks;
        private long bytes;
        private long largeBlocks;
        private long largeBytes;

        Held(Ledger ledger) {
            this.ledger = ledger;
        }

        void add(long address) {
            long blockSize = ledger.blockSizeOf(address);
            int sizeClass = ledger.sizeClassOf(address);
            blocks++;
            bytes += blockSize;
            if (sizeClass >= 0) {
                small[sizeClass]++;
            } else {
                largeBlocks++;
                largeBytes += blockSize;
            }
        }
    }
}
