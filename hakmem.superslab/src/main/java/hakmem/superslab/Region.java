package hakmem.superslab;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * One contiguous range of reserved address space, committed and decommitted a SuperSlab at a time. Nothing in it is
 * unmapped before it is closed. Safe for use by several threads.
 */
public final class Region implements AutoCloseable {
    /*
     * Which SuperSlabs are committed is decided by SlotLedger, under a lock that is not held across a system call.
     * commit() takes an index there, which makes the index this thread's alone; then charges the budget, asks the
     * source, and only then marks the SuperSlab committed. Each step that fails undoes those before it. decommit() goes
     * the other way: it unmarks first, with a compare-and-set that lets one of several callers win, and gives the index
     * back last.
     *
     * A descriptor is made at the first commit of its index and stays in its place in the table: readers of the table
     * (slab()) need no lock and can never see it move.
     */
    private static final System.Logger LOG = System.getLogger("hakmem.superslab");

    private final Reservation reservation;
    private final MemorySegment segment;
    private final long base;
    private final long byteSize;
    private final MemorySource source;
    private final MemoryBudget budget;
    private final boolean inaccessibleWhenRetired;
    private final SlotLedger ledger;
    private final AtomicReferenceArray<SuperSlab> superSlabs;

    private Region(MemorySource source, Reservation reservation, MemoryBudget budget, boolean inaccessible) {
        this.source = source;
        this.reservation = reservation;
        this.segment = reservation.segment();
        this.base = segment.address();
        this.byteSize = segment.byteSize();
        this.budget = budget;
        this.inaccessibleWhenRetired = inaccessible;
        int count = Math.toIntExact(byteSize >>> SuperSlab.SHIFT);
        this.ledger = new SlotLedger(count);
        this.superSlabs = new AtomicReferenceArray<>(count);
    }

    /**
     * Reserves a region. If the source refuses, half the size is tried, and so on down to one SuperSlab; a region
     * smaller than asked for is logged once.
     *
     * @param source where memory comes from
     * @param byteSize bytes wanted, rounded up to whole SuperSlabs
     * @param budget what committed memory is charged to
     * @return the region
     * @throws IllegalArgumentException if {@code byteSize} is not positive
     * @throws OffHeapOutOfMemoryError if the source refuses even one SuperSlab
     */
    public static Region reserve(MemorySource source, long byteSize, MemoryBudget budget) {
        return reserve(source, byteSize, budget, false);
    }

    /**
     * Reserves a region, as {@link #reserve(MemorySource, long, MemoryBudget)} does.
     *
     * @param source where memory comes from
     * @param byteSize bytes wanted, rounded up to whole SuperSlabs
     * @param budget what committed memory is charged to
     * @param inaccessibleWhenRetired whether accesses to a decommitted SuperSlab should fault rather than read undefined
     *     contents
     * @return the region
     * @throws IllegalArgumentException if {@code byteSize} is not positive
     * @throws OffHeapOutOfMemoryError if the source refuses even one SuperSlab
     */
    public static Region reserve(
            MemorySource source, long byteSize, MemoryBudget budget, boolean inaccessibleWhenRetired) {
        if (byteSize <= 0 || byteSize > (long) Integer.MAX_VALUE << Slab.SHIFT) {
            throw new IllegalArgumentException("region of " + byteSize + " bytes");
        }
        long wanted = byteSize + SuperSlab.BYTES - 1 & -SuperSlab.BYTES;
        long size = wanted;
        while (true) {
            try {
                Reservation reservation = source.reserve(size, SuperSlab.BYTES);
                if (size < wanted) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "reserved {0,number,#} bytes of address space instead of {1,number,#}: the system refused more",
                            size,
                            wanted);
                }
                return new Region(source, reservation, budget, inaccessibleWhenRetired);
            } catch (MemoryRefusedException e) {
                if (size == SuperSlab.BYTES) {
                    throw new OffHeapOutOfMemoryError("cannot reserve " + wanted + " bytes, nor less, from "
                            + source.name() + ": " + e.getMessage());
                }
                size = Math.max(size >>> 1 & -SuperSlab.BYTES, SuperSlab.BYTES);
            }
        }
    }

    /**
     * The address of the first byte.
     *
     * @return a multiple of {@link SuperSlab#BYTES}
     */
    public long base() {
        return base;
    }

    /**
     * The reserved address space.
     *
     * @return bytes, a multiple of {@link SuperSlab#BYTES}
     */
    public long byteSize() {
        return byteSize;
    }

    /**
     * The reserved address space in slabs.
     *
     * @return how many slabs it holds; their indices are below
     */
    public int slabCount() {
        return superSlabs.length() * SuperSlab.SLABS;
    }

    /**
     * The whole region as a segment. Only committed SuperSlabs may be accessed.
     *
     * @return a segment any thread may use until the region is closed
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Where the memory comes from.
     *
     * @return the source
     */
    public MemorySource source() {
        return source;
    }

    /**
     * What committed memory is charged to.
     *
     * @return the budget
     */
    public MemoryBudget budget() {
        return budget;
    }

    /**
     * Commits a SuperSlab. Its slabs are unused, and its contents undefined if it was committed before.
     *
     * @return a SuperSlab that belongs to the caller
     * @throws MemoryRefusedException if the budget, the region or the source has no more; nothing has changed then
     */
    public SuperSlab commit() throws MemoryRefusedException {
        long taken = ledger.take();
        if (taken == SlotLedger.NONE) {
            throw new MemoryRefusedException(
                    Reason.REGION_FULL, "all " + superSlabs.length() + " SuperSlabs of the region are committed");
        }
        int index = SlotLedger.indexOf(taken);
        boolean charged = SlotLedger.isCharged(taken);
        boolean done = false;
        try {
            SuperSlab superSlab = descriptor(index);
            if (!charged) {
                if (!budget.tryReserve(SuperSlab.BYTES)) {
                    throw new MemoryRefusedException(
                            Reason.LIMIT, "limit of " + budget.limit() + " bytes, committed " + budget.committed());
                }
                charged = true;
                boolean committed = false;
                try {
                    reservation.commit((long) index << SuperSlab.SHIFT, SuperSlab.BYTES);
                    committed = true;
                } finally {
                    if (!committed) {
                        budget.release(SuperSlab.BYTES);
                        charged = false;
                    }
                }
            } else {
                reservation.commit((long) index << SuperSlab.SHIFT, SuperSlab.BYTES);
            }
            superSlab.markCommitted();
            done = true;
            return superSlab;
        } finally {
            if (!done) {
                ledger.giveBack(index, charged);
            }
        }
    }

    /**
     * Decommits a SuperSlab none of whose slabs is active.
     *
     * @param superSlab a committed SuperSlab of this region, which the caller gives up
     * @return the bytes given back to the system: {@link SuperSlab#BYTES}, or 0 if the source keeps them, in which case
     *     they stay charged to the budget and serve the next {@link #commit()}
     * @throws IllegalStateException if it is not committed, or one of its slabs is active; nothing has changed then
     */
    public long decommit(SuperSlab superSlab) {
        if (superSlab.region() != this) {
            throw new IllegalArgumentException(superSlab + " is of another region");
        }
        superSlab.markDecommitted();
        boolean givenBack = false;
        if (source.givesBack()) {
            try {
                reservation.decommit(
                        (long) superSlab.index() << SuperSlab.SHIFT, SuperSlab.BYTES, inaccessibleWhenRetired);
                givenBack = true;
            } finally {
                if (!givenBack) {
                    ledger.giveBack(superSlab.index(), true);
                }
            }
            budget.release(SuperSlab.BYTES);
        }
        ledger.giveBack(superSlab.index(), !givenBack);
        return givenBack ? SuperSlab.BYTES : 0;
    }

    /**
     * The slab an address lies in.
     *
     * @param address any address
     * @return the slab's descriptor, or null if the address is outside the region or in memory never committed
     */
    public Slab slab(long address) {
        long offset = address - base;
        if (offset < 0 || offset >= byteSize) {
            return null;
        }
        SuperSlab superSlab = superSlabs.get((int) (offset >>> SuperSlab.SHIFT));
        return superSlab == null ? null : superSlab.slab((int) (offset >>> Slab.SHIFT) & SuperSlab.SLABS - 1);
    }

    /**
     * Visits the committed SuperSlabs, in the order of their addresses.
     *
     * @param action what to do with each
     */
    public void forEachSuperSlab(Consumer<? super SuperSlab> action) {
        int end = ledger.highWater();
        for (int index = 0; index < end; index++) {
            SuperSlab superSlab = superSlabs.get(index);
            if (superSlab != null && superSlab.isCommitted()) {
                action.accept(superSlab);
            }
        }
    }

    /**
     * SuperSlabs that are charged to the budget though nobody holds them, because the source could not give them back.
     *
     * @return their number
     */
    public int retainedSuperSlabs() {
        return ledger.charged();
    }

    /**
     * Gives address space and memory back; accesses through its segments fail from then on. The budget is not touched: it
     * ends with the region.
     *
     * @throws IllegalStateException if a segment is in use by a downcall; the region is then still open
     */
    @Override
    public void close() {
        reservation.close();
    }

    /** Reads of the table acquire what the constructor wrote: {@code AtomicReferenceArray} has volatile elements. */
    private SuperSlab descriptor(int index) {
        SuperSlab superSlab = superSlabs.get(index);
        if (superSlab == null) {
            superSlab = new SuperSlab(this, index);
            superSlabs.set(index, superSlab);
        }
        return superSlab;
    }
}
