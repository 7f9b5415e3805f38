package hakmem.sharedpool.staged;

import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;

/** Gives SuperSlabs back of which no slot is used. Safe for use by several threads; holds no lock. */
final class Retirement {
    /*
     * For each entry all of whose slots are free, and have been for long enough:
     *
     *   1. fold the empty mask into the unused mask
     *   2. retire: one compare-and-set from "live, all unused", in the generation that was found idle; from here on the entry
     *      belongs to this thread, and claims fail
     *   3. take the SuperSlab out, and the way back to the entry
     *   4. recycle the entry
     *   5. decommit the SuperSlab, a system call
     *
     * 4 comes before 5 for two reasons. The entry cannot be lost if 5 fails. And the table is no longer than the peak of
     * SuperSlabs alive: were it 5 before 4, another thread could commit the SuperSlab in between and need one entry more.
     *
     * If 5 fails the region keeps the memory charged for the next commit, or, if a slab was made active behind the pool's
     * back, committed; neither is in the pool any more.
     */
    private final Region region;
    private final EntryTable table;
    private final EntryOwners owners;
    private final EmptyStacks stacks;
    private final Transit transit;
    private final StageCounters counters;

    Retirement(
            Region region,
            EntryTable table,
            EntryOwners owners,
            EmptyStacks stacks,
            Transit transit,
            StageCounters counters) {
        this.region = region;
        this.table = table;
        this.owners = owners;
        this.stacks = stacks;
        this.transit = transit;
        this.counters = counters;
    }

    /** Goes once through the table; a failure to decommit is thrown at the end, so that it does not spare other entries. */
    long run(long idleNanos) {
        long bytes = 0;
        RuntimeException failure = null;
        long before = counters.retired.sum();
        int end = table.published();
        for (int i = 0; i < end; i++) {
            Entry entry = table.entry(i);
            long judged = entry.claimWord();
            if (isIdle(entry, judged, idleNanos)) {
                transit.begin();
                try {
                    bytes += retire(entry, judged);
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                } finally {
                    transit.end();
                }
            }
        }
        if (counters.retired.sum() != before) {
            stacks.sweep();
        }
        if (failure != null) {
            throw failure;
        }
        return bytes;
    }

    private static boolean isIdle(Entry entry, long word, long idleNanos) {
        return ClaimWord.isLive(word)
                && entry.isAllFree()
                && (idleNanos <= 0 || System.nanoTime() - entry.idleSince() >= idleNanos);
    }

    private long retire(Entry entry, long judged) {
        entry.fold(SlotMask.ALL, counters.failedClaims);
        table.emptyChanged(entry);
        long word = entry.claimWord();
        boolean mayRetire = ClaimWord.isSameGeneration(word, judged) && ClaimWord.isAllUnused(word);
        boolean retired = mayRetire && entry.tryRetire(word);
        table.unusedChanged(entry);
        if (!retired) {
            if (mayRetire) {
                counters.failedClaims.increment();
            }
            // Somebody claimed a slot meanwhile. If he has released it too, he may not have seen what this fold held.
            entry.stampIfAllFree();
            return 0;
        }
        SuperSlab superSlab = entry.detach();
        owners.remove(superSlab);
        counters.retired.increment();
        table.recycle(entry);
        return region.decommit(superSlab);
    }
}
