package hakmem.sharedpool.staged;

import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;

/** Gives SuperSlabs back of which no slot is used. Safe for use by several threads; holds no lock. */
final class Retirement {
    /*
     * For each entry all of whose slots are free, and have been for long enough:
     *
     *   1. fold the empty mask into the unused mask
     *   2. retire: one compare-and-set from "live, all unused"; from here on the entry belongs to this thread, and claims fail
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
    private final StageCounters counters;

    Retirement(Region region, EntryTable table, EntryOwners owners, EmptyStacks stacks, StageCounters counters) {
        this.region = region;
        this.table = table;
        this.owners = owners;
        this.stacks = stacks;
        this.counters = counters;
    }

    /** Goes once through the table; a failure to decommit is thrown at the end, so that it does not spare other entries. */
    long run(long idleNanos) {
        long bytes = 0;
        boolean any = false;
        RuntimeException failure = null;
        int end = table.published();
        for (int i = 0; i < end; i++) {
            SuperSlab retired = retire(table.entry(i), idleNanos);
            if (retired != null) {
                any = true;
                try {
                    bytes += region.decommit(retired);
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }
        if (any) {
            stacks.sweep();
        }
        if (failure != null) {
            throw failure;
        }
        return bytes;
    }

    private SuperSlab retire(Entry entry, long idleNanos) {
        if (!ClaimWord.isLive(entry.claimWord()) || !entry.isAllFree()) {
            return null;
        }
        if (idleNanos > 0 && System.nanoTime() - entry.idleSince() < idleNanos) {
            return null;
        }
        entry.fold(SlotMask.ALL);
        table.emptyChanged(entry);
        if (!entry.tryRetire(entry.claimWord())) {
            // Somebody claimed a slot meanwhile. If he has released it too, he may not have seen what this fold held.
            table.unusedChanged(entry);
            entry.stampIfAllFree();
            return null;
        }
        table.unusedChanged(entry);
        SuperSlab retired = entry.detach();
        owners.remove(retired);
        counters.retired.increment();
        table.recycle(entry);
        return retired;
    }
}
