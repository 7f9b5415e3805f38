package hakmem.tck;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Who owns which slab, as the test sees it, independently of the pool: an entry per slab, and a pattern in the slab itself. It
 * finds a slab handed out twice, runs that overlap, and two slabs that are one memory. Safe for use by several threads.
 */
final class SlabLedger {
    private final AtomicLongArray owners;

    SlabLedger(Region region) {
        owners = new AtomicLongArray(region.slabCount());
    }

    /** Notes that slabs were handed out, and marks their memory. */
    void take(Slab first, int slabs, long owner) {
        for (int i = 0; i < slabs; i++) {
            Slab slab = first.superSlab().slab(first.slot() + i);
            long before = owners.compareAndExchange(slab.index(), 0, owner);
            if (before != 0) {
                throw new AssertionError(slab + " was handed out to " + owner + ", but " + before + " has it");
            }
            MemorySegment memory = slab.segment();
            memory.set(ValueLayout.JAVA_LONG, 0, mark(slab, owner));
            memory.set(ValueLayout.JAVA_LONG, Slab.BYTES - Long.BYTES, ~mark(slab, owner));
        }
    }

    /** Notes that slabs are about to be released, after it has found their memory as it was marked. */
    void giveBack(Slab first, int slabs, long owner) {
        for (int i = 0; i < slabs; i++) {
            Slab slab = first.superSlab().slab(first.slot() + i);
            MemorySegment memory = slab.segment();
            if (memory.get(ValueLayout.JAVA_LONG, 0) != mark(slab, owner)
                    || memory.get(ValueLayout.JAVA_LONG, Slab.BYTES - Long.BYTES) != ~mark(slab, owner)) {
                throw new AssertionError(slab + " of " + owner + " was written by somebody else");
            }
            if (!owners.compareAndSet(slab.index(), owner, 0)) {
                throw new AssertionError(slab + " of " + owner + " belongs to " + owners.get(slab.index()));
            }
        }
    }

    private static long mark(Slab slab, long owner) {
        return slab.address() * 31 + owner;
    }
}
