package hakmem.sharedpool.staged;

import hakmem.api.PoolStats;
import java.util.concurrent.atomic.LongAdder;

/** What a pool counts. Safe for use by several threads; the adders do not contend. */
public final class StageCounters {
    /** Acquisitions served by stage 1. */
    final LongAdder emptySlabHits = new LongAdder();

    /** Acquisitions served by stage 2. */
    final LongAdder unusedSlotHits = new LongAdder();

    /** Acquisitions served by stage 2b. */
    final LongAdder convertedSlabHits = new LongAdder();

    /** Acquisitions served by stage 3. */
    final LongAdder commits = new LongAdder();

    /** Compare-and-sets lost to another thread; counted where one fails, so that success costs nothing. */
    final LongAdder failedClaims = new LongAdder();

    /** SuperSlabs given back. */
    final LongAdder retired = new LongAdder();

    StageCounters() {}

    PoolStats snapshot(EntryTable table) {
        return new PoolStats(
                emptySlabHits.sum(),
                unusedSlotHits.sum(),
                convertedSlabHits.sum(),
                commits.sum(),
                failedClaims.sum(),
                retired.sum(),
                table.entries(),
                table.peakEntries(),
                table.maxEntries(),
                table.capacityRefusals());
    }
}
