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
    private static final long NOT_RETIRED = -1;

    private final Region region;
    private final EntryTable table;
    private final EntryOwners owners;
    private final EmptyStacks stacks;
    private final Transit transit;
    private final Discarding discarding;
    private final StageCounters counters;

    Retirement(
            Region region,
            EntryTable table,
            EntryOwners owners,
            EmptyStacks stacks,
            Transit transit,
            Discarding discarding,
            StageCounters counters) {
        this.region = region;
        this.table = table;
        this.owners = owners;
        this.stacks = stacks;
        this.transit = transit;
        this.discarding = discarding;
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
            try {
                long first = entry.claimWord();
                long given = retireIfIdle(entry, first, idleNanos);
                long second = entry.claimWord();
                if (given == NOT_RETIRED && ClaimWord.isSameGeneration(first, second)) {
                    // Who discards may have taken slots after they were found free: judged again, they are waited for.
                    given = retireIfIdle(entry, second, idleNanos);
                }
                bytes += Math.max(given, 0);
            } catch (RuntimeException e) {
                failure = Failures.join(failure, e);
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

    private long retireIfIdle(Entry entry, long judged, long idleNanos) {
        if (!isIdle(entry, judged, idleNanos)) {
            return 0;
        }
        transit.begin();
        try {
            return retire(entry, judged);
        } finally {
            transit.end();
        }
    }

    private boolean isIdle(Entry entry, long word, long idleNanos) {
        return ClaimWord.isLive(word)
                && discarding.isAllFree(entry)
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
            return NOT_RETIRED;
        }
        SuperSlab superSlab = entry.detach();
        owners.remove(superSlab);
        counters.retired.increment();
        table.recycle(entry);
        return region.decommit(superSlab);
    }
}
