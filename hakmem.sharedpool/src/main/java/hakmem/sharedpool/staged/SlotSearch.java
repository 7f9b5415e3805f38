package hakmem.sharedpool.staged;

import hakmem.superslab.Slab;

/**
 * Stages 2 and 2b: finds slots in the entries published. Safe for use by several threads; lock-free.
 */
final class SlotSearch {
    /*
     * A search begins at an offset of the thread's own and goes once around, so that threads spread over the entries rather
     * than fight for the first. The entries are those published when it began: later ones are found by their committers.
     * The table leads from one promising entry to the next; what it says is a hint, and what is found wanting is reported
     * back to it.
     */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final EntryTable table;
    private final Transit transit;
    private final StageCounters counters;

    SlotSearch(EntryTable table, Transit transit, StageCounters counters) {
        this.table = table;
        this.transit = transit;
        this.counters = counters;
    }

    /** Unused slots first, then empty ones; null if there are none. */
    Slab find(int slabs) {
        int end = table.published();
        int start = startOf(end);
        Slab found = unused(slabs, start, end);
        if (found == null) {
            found = unused(slabs, 0, start);
        }
        if (found == null) {
            found = empty(slabs, start, end);
        }
        return found != null ? found : empty(slabs, 0, start);
    }

    /** Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4): thread ids that follow each other land far apart. */
    private static int startOf(int end) {
        long hash = Thread.currentThread().threadId() * GOLDEN_RATIO;
        return (int) (((hash >>> 32) * end) >>> 32);
    }

    private Slab unused(int slabs, int from, int to) {
        for (int i = table.nextUnused(from, to); i >= 0; i = table.nextUnused(i + 1, to)) {
            Slab found = claim(table.entry(i), slabs);
            if (found != null) {
                counters.unusedSlotHits.increment();
                return found;
            }
        }
        return null;
    }

    private Slab empty(int slabs, int from, int to) {
        for (int i = table.nextEmpty(from, to); i >= 0; i = table.nextEmpty(i + 1, to)) {
            Entry entry = table.entry(i);
            Slab found = slabs == 1 ? takeEmpty(entry) : mergeRun(entry, slabs);
            if (found != null) {
                counters.convertedSlabHits.increment();
                return found;
            }
        }
        return null;
    }

    private Slab claim(Entry entry, int slabs) {
        int first = entry.claim(slabs, counters.failedClaims);
        if (ClaimWord.unusedOf(entry.claimWord()) == 0) {
            table.unusedChanged(entry);
        }
        // Only now, as owner of a slot, may the SuperSlab be read: before the claim it may be that of another
        // generation.
        return first == SlotMask.NONE ? null : entry.superSlab().slab(first);
    }

    private Slab takeEmpty(Entry entry) {
        int slot = entry.takeAnyEmpty(counters.failedClaims);
        table.emptyChanged(entry);
        return slot == SlotMask.NONE ? null : entry.superSlab().slab(slot);
    }

    /** Folds no more than the run needs: what stays in the empty mask stays warm. */
    private Slab mergeRun(Entry entry, int slabs) {
        int free = entry.emptyMask() | ClaimWord.unusedOf(entry.claimWord());
        int first = SlotMask.firstRun(free, slabs);
        if (first == SlotMask.NONE) {
            return null;
        }
        // On their way from one mask to the other the slots are in none; who is refused just then has to look again.
        transit.begin();
        try {
            entry.fold(SlotMask.run(first, slabs), counters.failedClaims);
            table.emptyChanged(entry);
            table.unusedChanged(entry);
        } finally {
            transit.end();
        }
        Slab found = claim(entry, slabs);
        if (found == null) {
            entry.stampIfAllFree();
        }
        return found;
    }
}
