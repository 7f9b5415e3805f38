package hakmem.tck.broken;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;

/** Race 2: a reader loads the SuperSlab and then takes a slot, and nothing keeps it from being freed in between. */
final class FreedUnderReaderPool extends SoundPool {
    FreedUnderReaderPool(Region region) {
        super(region);
    }

    @Override
    Slab claim(Entry entry, int slabs) {
        SuperSlab superSlab = entry.superSlab;
        if (superSlab == null) {
            return null;
        }
        if ((int) entry.word.get() == -1) {
            window.open();
        }
        int first = claimSlots(entry, slabs);
        return first < 0 ? null : superSlab.slab(first);
    }

    /** Looks, and does not touch the word: a slot may be taken still. */
    @Override
    boolean tryRetire(Entry entry) {
        return entry.superSlab != null && entry.word.get() == ALL_UNUSED;
    }
}
