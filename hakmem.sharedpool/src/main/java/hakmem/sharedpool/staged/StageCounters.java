package hakmem.sharedpool.staged;

import hakmem.api.PoolStats;

/** What a pool counts. Safe for use by several threads. */
public final class StageCounters {
    /** Acquisitions served by stage 1. */
    final Count emptySlabHits = new Count();

    /** Acquisitions served by stage 2. */
    final Count unusedSlotHits = new Count();

    /** Acquisitions served by stage 2b. */
    final Count convertedSlabHits = new Count();

    /** Acquisitions served by stage 3. */
    final Count commits = new Count();

    /** Compare-and-sets lost to another thread; counted where one fails, so that success costs nothing. */
    final Count failedClaims = new Count();

    /** SuperSlabs given back. */
    final Count retired = new Count();

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
