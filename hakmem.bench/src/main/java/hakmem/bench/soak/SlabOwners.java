package hakmem.bench.soak;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Who has which slab, as those who were handed it say. Safe for use by several threads. */
final class SlabOwners {
    private final AtomicIntegerArray owners;
    private final boolean memoryIsReal;

    /**
     * Makes the books of a region.
     *
     * @param region whose slabs
     * @param memoryIsReal whether each slab is marked, so that memory lost under its owner is noticed too
     */
    SlabOwners(Region region, boolean memoryIsReal) {
        this.owners = new AtomicIntegerArray(region.slabCount());
        this.memoryIsReal = memoryIsReal;
    }

    /** Notes slabs side by side that were handed out. */
    void take(Slab first, int slabs, int owner) {
        for (int slot = first.slot(); slot < first.slot() + slabs; slot++) {
            Slab slab = first.superSlab().slab(slot);
            int other = owners.compareAndExchange(slab.index(), 0, owner);
            if (other != 0) {
                throw new SoakViolationException(
                        slab + " was handed to thread " + owner + ", but thread " + other + " has it");
            }
            if (memoryIsReal) {
                memory(slab).set(ValueLayout.JAVA_LONG, 0, mark(slab, owner));
            }
        }
        // After it was noted: a retirement that slipped in between the claim and here has taken the mark down.
        if (!first.superSlab().isCommitted()) {
            throw new SoakViolationException(first + " was handed out, but there is no memory behind it");
        }
    }

    /** Notes that they are about to be released. */
    void giveBack(Slab first, int slabs, int owner) {
        for (int slot = first.slot(); slot < first.slot() + slabs; slot++) {
            Slab slab = first.superSlab().slab(slot);
            if (memoryIsReal && memory(slab).get(ValueLayout.JAVA_LONG, 0) != mark(slab, owner)) {
                throw new SoakViolationException(slab + " of thread " + owner + " has lost its contents");
            }
            if (!owners.compareAndSet(slab.index(), owner, 0)) {
                throw new SoakViolationException(
                        slab + " of thread " + owner + " belongs to thread " + owners.get(slab.index()));
            }
        }
    }

    private static MemorySegment memory(Slab slab) {
        return slab.segment();
    }

    private static long mark(Slab slab, int owner) {
        return slab.address() ^ owner;
    }
}
