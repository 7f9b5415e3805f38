package hakmem.sharedpool.staged;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;

/**
 * Which entry stands for which SuperSlab of a region: the way back from a slab that is released. It is attached to the
 * SuperSlab's descriptor.
 */
public final class EntryOwners {
    /*
     * Written by the committer before the entry is live, hence before any slab can be claimed, and cleared by the retirer
     * before the SuperSlab is decommitted, hence before the next committer can have it. A releaser owns a slab, so the
     * attachment he reads is that of his SuperSlab's present entry and cannot change under him.
     */
    private final Region region;

    EntryOwners(Region region) {
        this.region = region;
    }

    /**
     * Notes an entry.
     *
     * @param superSlab a SuperSlab
     * @param entry the entry that is about to stand for it
     */
    public void put(SuperSlab superSlab, Entry entry) {
        superSlab.attach(entry);
    }

    void remove(SuperSlab superSlab) {
        superSlab.attach(null);
    }

    Entry of(Slab slab) {
        SuperSlab superSlab = slab.superSlab();
        if (superSlab.region() != region || !(superSlab.attachment() instanceof Entry entry)) {
            throw new IllegalArgumentException(slab + " is not of this pool");
        }
        return entry;
    }
}
