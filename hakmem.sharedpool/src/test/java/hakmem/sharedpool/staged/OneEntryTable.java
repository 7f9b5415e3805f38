package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;

/** A table of one entry, which searches do not find. */
class OneEntryTable implements EntryTable {
    final Entry entry = new Entry(0);

    @Override
    public int published() {
        return 1;
    }

    @Override
    public Entry entry(int index) {
        return entry;
    }

    @Override
    public int nextUnused(int from, int to) {
        return -1;
    }

    @Override
    public int nextEmpty(int from, int to) {
        return -1;
    }

    @Override
    public void reserve() {}

    @Override
    public void cancel() {}

    @Override
    public void publish(SuperSlab superSlab, int owned, EntryOwners owners) {
        owners.put(superSlab, entry);
        entry.revive(superSlab, owned, ClaimWord.GENERATION_BITS);
    }

    @Override
    public void recycle(Entry recycled) {}

    @Override
    public int entries() {
        return 1;
    }

    @Override
    public int peakEntries() {
        return 1;
    }

    @Override
    public int maxEntries() {
        return 1;
    }

    @Override
    public long capacityRefusals() {
        return 0;
    }
}
