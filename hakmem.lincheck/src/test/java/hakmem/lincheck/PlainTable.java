package hakmem.lincheck;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.Entry;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntryTable;
import hakmem.superslab.SuperSlab;

/**
 * A table for the shipped {@code StagedPool}, as small as can be: an array whose count is raised after its entry. Two of the
 * races hakmem began with are made of it by one step done wrong.
 */
class PlainTable implements EntryTable {
    private static final int ENTRIES = 16;

    private volatile Entry[] entries = new Entry[ENTRIES];
    private volatile int count;

    /** Race 1: the count is raised before the entry it announces. */
    static final class CountFirst extends PlainTable {
        @Override
        void append(Entry entry) {
            raise(entry.index() + 1);
            put(entry);
        }
    }

    /** Race 3: to make room the entries are copied, and whoever holds an old one changes what nobody looks at any more. */
    static final class Moving extends PlainTable {
        @Override
        synchronized void make(SuperSlab superSlab, int owned, EntryOwners owners) {
            moveAll(owners);
            super.make(superSlab, owned, owners);
        }
    }

    @Override
    public final void publish(SuperSlab superSlab, int owned, EntryOwners owners) {
        make(superSlab, owned, owners);
    }

    synchronized void make(SuperSlab superSlab, int owned, EntryOwners owners) {
        Entry entry = new Entry(count);
        owners.put(superSlab, entry);
        entry.revive(superSlab, owned, ClaimWord.GENERATION_BITS);
        append(entry);
    }

    void append(Entry entry) {
        put(entry);
        raise(entry.index() + 1);
    }

    final void put(Entry entry) {
        entries[entry.index()] = entry;
    }

    final void raise(int to) {
        count = to;
    }

    final void moveAll(EntryOwners owners) {
        Entry[] moved = new Entry[ENTRIES];
        for (int i = 0; i < count; i++) {
            Entry old = entries[i];
            moved[i] = new Entry(i);
            SuperSlab superSlab = old.superSlab();
            if (superSlab != null) {
                moved[i].revive(superSlab, ~ClaimWord.unusedOf(old.claimWord()), ClaimWord.GENERATION_BITS);
                owners.put(superSlab, moved[i]);
            }
        }
        entries = moved;
    }

    @Override
    public final int published() {
        return count;
    }

    @Override
    public final Entry entry(int index) {
        return entries[index];
    }

    @Override
    public final int nextUnused(int from, int to) {
        return from < to ? from : -1;
    }

    @Override
    public final int nextEmpty(int from, int to) {
        return from < to ? from : -1;
    }

    @Override
    public final void reserve() {}

    @Override
    public final void cancel() {}

    /** Serves once. */
    @Override
    public final void recycle(Entry entry) {}

    @Override
    public final int entries() {
        return count;
    }

    @Override
    public final int peakEntries() {
        return count;
    }

    @Override
    public final int maxEntries() {
        return ENTRIES;
    }

    @Override
    public final long capacityRefusals() {
        return 0;
    }
}
