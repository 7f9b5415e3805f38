package hakmem.tck.broken;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import java.util.concurrent.atomic.AtomicLong;

/** Leaves every hundredth slot it hands out claimable. */
final class TwicePool extends SoundPool {
    private final AtomicLong claims = new AtomicLong();

    TwicePool(Region region) {
        super(region);
    }

    @Override
    Slab claim(Entry entry, int slabs) {
        Slab slab = super.claim(entry, slabs);
        if (slab != null && claims.incrementAndGet() % 100 == 0) {
            putBack(entry, run(slab.slot(), slabs));
        }
        return slab;
    }
}
