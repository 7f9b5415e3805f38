package hakmem.sharedpool.staged;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Which entry stands for which SuperSlab of a region: the way back from a slab that is released. */
public final class EntryOwners {
    /*
     * Written by the committer before the entry is live, hence before any slab can be claimed, and cleared by the retirer
     * before the SuperSlab is decommitted, hence before the next committer can have it. A releaser owns a slab, so the
     * element he reads is that of his SuperSlab's present entry and cannot change under him.
     */
    private final AtomicReferenceArray<Entry> byIndex;

    private final Region region;

    EntryOwners(Region region) {
        this.region = region;
        byIndex = new AtomicReferenceArray<>(region.slabCount() / SuperSlab.SLABS);
    }

    /**
     * Notes an entry.
     *
     * @param superSlab a SuperSlab
     * @param entry the entry that is about to stand for it
     */
    public void put(SuperSlab superSlab, Entry entry) {
        byIndex.setRelease(superSlab.index(), entry);
    }

    void remove(SuperSlab superSlab) {
        byIndex.setRelease(superSlab.index(), null);
    }

    Entry of(Slab slab) {
        SuperSlab superSlab = slab.superSlab();
        Entry entry = superSlab.region() == region ? byIndex.getAcquire(superSlab.index()) : null;
        if (entry == null) {
            throw new IllegalArgumentException(slab + " is not of this pool");
        }
        return entry;
    }
}
