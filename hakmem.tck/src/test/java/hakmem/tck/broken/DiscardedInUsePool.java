package hakmem.tck.broken;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;

/** Looks which slots are unused, and discards the memory of one without claiming it: somebody may use it by then. */
final class DiscardedInUsePool extends SoundPool {
    DiscardedInUsePool(Region region) {
        super(region);
    }

    @Override
    public long discard(long idleNanos) {
        for (int i = 0; i < count() && idleNanos == 0; i++) {
            Entry entry = entry(i);
            int unused = (int) entry.word.get();
            SuperSlab superSlab = entry.superSlab;
            if (superSlab != null && unused != 0 && unused != -1) {
                Slab next = superSlab.slab(Integer.numberOfTrailingZeros(unused));
                region.discard(superSlab, next.slot(), 1);
            }
        }
        return 0;
    }
}
