package hakmem.lincheck;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A pool of half SuperSlabs whose claim and retirement contend on one word, as those of the shipped pool do, unless one of the
 * two is done in two steps.
 */
final class TwoStepPool implements SharedPool {
    private static final int HALF = SuperSlab.SLABS / 2;
    private static final int BOTH = 3;

    /** Which step is two. */
    enum Fault {
        NONE,
        /** The mask is looked at, and written then: two may take one half. */
        TORN_CLAIM,
        /** Race 2: the mask is looked at and left as it is: a half may be taken, whose memory is freed then. */
        RETIRED_BY_A_LOOK
    }

    /** A SuperSlab's word: which halves are free. A retired one stays 0. */
    private static final class Place {
        private final SuperSlab superSlab;
        private final AtomicLong free;

        Place(SuperSlab superSlab, long free) {
            this.superSlab = superSlab;
            this.free = new AtomicLong(free);
        }
    }

    private final Region region;
    private final Fault fault;

    /** By the SuperSlab's number. */
    private final AtomicReferenceArray<Place> places;

    TwoStepPool(Region region, Fault fault) {
        this.region = region;
        this.fault = fault;
        this.places = new AtomicReferenceArray<>(region.slabCount() / SuperSlab.SLABS);
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        for (int i = 0; i < places.length(); i++) {
            Place place = places.get(i);
            long half = place == null ? 0 : claim(place);
            if (half != 0) {
                return place.superSlab.slab(half == 1 ? 0 : HALF);
            }
        }
        SuperSlab superSlab = region.commit();
        places.set(superSlab.index(), new Place(superSlab, 2));
        return superSlab.slab(0);
    }

    private long claim(Place place) {
        while (true) {
            long free = place.free.get();
            long half = Long.lowestOneBit(free);
            if (half == 0) {
                return 0;
            }
            if (fault == Fault.TORN_CLAIM) {
                place.free.set(free & ~half);
                return half;
            }
            if (place.free.compareAndSet(free, free & ~half)) {
                return half;
            }
        }
    }

    @Override
    public void release(Slab first, int slabs) {
        long half = first.slot() == 0 ? 1 : 2;
        places.get(first.superSlab().index()).free.accumulateAndGet(half, (free, more) -> free | more);
    }

    @Override
    public long trim(long idleNanos) {
        long bytes = 0;
        for (int i = 0; i < places.length(); i++) {
            Place place = places.get(i);
            if (place != null && tryRetire(place)) {
                places.set(i, null);
                bytes += region.decommit(place.superSlab);
            }
        }
        return bytes;
    }

    private boolean tryRetire(Place place) {
        return fault == Fault.RETIRED_BY_A_LOOK ? place.free.get() == BOTH : place.free.compareAndSet(BOTH, 0);
    }

    @Override
    public PoolStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
