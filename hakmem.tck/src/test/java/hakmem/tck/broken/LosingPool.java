package hakmem.tck.broken;

import hakmem.superslab.Region;
import java.util.concurrent.atomic.AtomicLong;

/** Forgets to put back every hundredth slab that is released. */
final class LosingPool extends SoundPool {
    private final AtomicLong releases = new AtomicLong();

    LosingPool(Region region) {
        super(region);
    }

    @Override
    void putBack(Entry entry, long slots) {
        if (releases.incrementAndGet() % 100 != 0) {
            super.putBack(entry, slots);
        }
    }
}
