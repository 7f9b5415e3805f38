package hakmem.superslab;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
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
     * commit() and decommit() hold the gate open, close() waits for it: a reservation is never used after it was closed.
     * What they share excludes close() alone, never one another, across a system call too. So does discard(), which changes
     * nothing here: what it takes from a SuperSlab, memory, comes back by itself.
     *
     * Equation, whenever the gate is shut: budget charged = (ledger.highWater - ledger.free) SuperSlabs.
     *
     * A descriptor is made at the first commit of its index and stays in its place in the table: readers of the table
     * (slab()) need no lock and can never see it move.
     */
    /** Slabs are counted by an int. */
    private static final long MAX_BYTES = (long) (Integer.MAX_VALUE / SuperSlab.SLABS) << SuperSlab.SHIFT;

    private final Reservation reservation;
    private final MemorySegment segment;
    private final long base;
    private final long byteSize;
    private final MemorySource source;
    private final MemoryBudget budget;
    private final boolean inaccessibleWhenRetired;
    private final SlotLedger ledger;
    private final OperationGate gate = new OperationGate("region");
    private final SuperSlabTable superSlabs;

    private Region(MemorySource source, Reservation reservation, MemoryBudget budget, boolean inaccessible) {
        Initializers.run(Slab.class, SuperSlab.class, Reason.class);
        this.source = source;
        this.reservation = new NamedReservation(source.name(), reservation);
        this.segment = reservation.segment();
        this.base = segment.address();
        this.byteSize = segment.byteSize();
        this.budget = budget;
        this.inaccessibleWhenRetired = inaccessible;
        int count = Math.toIntExact(byteSize >>> SuperSlab.SHIFT);
        this.ledger = new SlotLedger(count);
        this.superSlabs = new SuperSlabTable(count);
    }

    /**
     * Reserves a region. If the source refuses, half the size is tried, and so on down to one SuperSlab; a region
     * smaller than asked for is logged once.
     *
     * @param source where memory comes from
     * @param byteSize bytes wanted, rounded up to whole SuperSlabs
     * @param budget what committed memory is charged to
     * @return the region
     * @throws IllegalArgumentException if {@code byteSize} is not positive, or more than 2^31 slabs
     * @throws IllegalStateException if the source returns what was not asked for
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
     * @throws IllegalArgumentException if {@code byteSize} is not positive, or more than 2^31 slabs
     * @throws IllegalStateException if the source returns what was not asked for
     * @throws OffHeapOutOfMemoryError if the source refuses even one SuperSlab
     */
    public static Region reserve(
            MemorySource source, long byteSize, MemoryBudget budget, boolean inaccessibleWhenRetired) {
        if (byteSize <= 0 || byteSize > MAX_BYTES) {
            throw new IllegalArgumentException("region of " + byteSize + " bytes");
        }
        long wanted = byteSize + SuperSlab.BYTES - 1 & -SuperSlab.BYTES;
        Reservation reservation = HalvingReserve.reserve(source, wanted);
        boolean done = false;
        try {
            Region region = new Region(source, reservation, budget, inaccessibleWhenRetired);
            done = true;
            return region;
        } finally {
            if (!done) {
                reservation.close();
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
     * @throws MemorySourceException if the source fails; nothing has changed then
     * @throws IllegalStateException if the region is closed
     */
    public SuperSlab commit() throws MemoryRefusedException {
        long stamp = gate.enter();
        try {
            return commitOne();
        } finally {
            gate.exit(stamp);
        }
    }

    private SuperSlab commitOne() throws MemoryRefusedException {
        long taken = takeCharged();
        int index = SlotLedger.indexOf(taken);
        boolean done = false;
        try {
            SuperSlab superSlab = descriptor(index);
            reservation.commit((long) index << SuperSlab.SHIFT, SuperSlab.BYTES);
            superSlab.markCommitted();
            done = true;
            return superSlab;
        } finally {
            if (!done) {
                // A charge from before stays with its index, for there may be memory behind it.
                boolean wasCharged = SlotLedger.isCharged(taken);
                if (!wasCharged) {
                    budget.release(SuperSlab.BYTES);
                }
                ledger.giveBack(index, wasCharged);
            }
        }
    }

    /** Takes an index and sees to it that it is charged; {@code isCharged} tells whether it was before. */
    private long takeCharged() throws MemoryRefusedException {
        while (true) {
            long taken = ledger.take();
            if (taken == SlotLedger.NONE) {
                throw new MemoryRefusedException(
                        Reason.REGION_FULL, "all " + superSlabs.length() + " SuperSlabs of the region are committed");
            }
            if (SlotLedger.isCharged(taken) || budget.tryReserve(SuperSlab.BYTES)) {
                return taken;
            }
            ledger.giveBack(SlotLedger.indexOf(taken), false);
            // An index with its charge may have come back since ours was taken: it needs no room in the budget.
            if (ledger.charged() == 0) {
                throw new MemoryRefusedException(
                        Reason.LIMIT, "limit of " + budget.limit() + " bytes, committed " + budget.committed());
            }
        }
    }

    /**
     * Decommits a SuperSlab none of whose slabs is active.
     *
     * @param superSlab a committed SuperSlab of this region, which the caller gives up
     * @return the bytes given back to the system: {@link SuperSlab#BYTES}, or 0 if the source keeps them, in which case
     *     they stay charged to the budget and serve the next {@link #commit()}
     * @throws IllegalArgumentException if it is of another region
     * @throws IllegalStateException if it is not committed, or one of its slabs is active; it stays as it is, but for
     *     empty slabs, which may be unused then
     * @throws IllegalStateException if the region is closed
     * @throws MemorySourceException if the source fails; the SuperSlab is decommitted, but stays charged to the budget until it
     *     serves the next {@link #commit()}, or {@link #decommitRetained()} gives it back
     */
    public long decommit(SuperSlab superSlab) {
        if (superSlab.region() != this) {
            throw new IllegalArgumentException(superSlab + " is of another region");
        }
        long stamp = gate.enter();
        try {
            superSlab.markDecommitted();
            return giveBack(superSlab.index());
        } finally {
            gate.exit(stamp);
        }
    }

    /**
     * Whether {@link #discard} works.
     *
     * @return true if the source can, and its pages are no larger than a slab
     */
    public boolean discards() {
        return source.discards() && source.pageSize() <= Slab.BYTES;
    }

    /**
     * Gives the memory behind slabs back to the system, where the SuperSlab stays: they stay committed, and charged to the
     * budget, and get memory again when they are written. Their contents are lost.
     *
     * @param superSlab a committed SuperSlab of this region
     * @param first the first slab, 0 to 31
     * @param slabs how many; none of them is active, and the caller sees to it that nobody else has them
     * @throws IllegalArgumentException if the SuperSlab is of another region
     * @throws IllegalStateException if the SuperSlab is not committed, or a slab is active; nothing has changed then
     * @throws IllegalStateException if the region is closed
     * @throws MemorySourceException if the source fails, or cannot do so
     */
    public void discard(SuperSlab superSlab, int first, int slabs) {
        if (superSlab.region() != this) {
            throw new IllegalArgumentException(superSlab + " is of another region");
        }
        long stamp = gate.enter();
        try {
            superSlab.markDiscarded(first, slabs);
            long offset = ((long) superSlab.index() << SuperSlab.SHIFT) + ((long) first << Slab.SHIFT);
            reservation.discard(offset, (long) slabs << Slab.SHIFT);
        } finally {
            gate.exit(stamp);
        }
    }

    /**
     * Tries once more to give back the SuperSlabs whose {@link #decommit} failed. A source that keeps what was committed is not
     * asked.
     *
     * @return the bytes given back to the system
     * @throws IllegalStateException if the region is closed
     * @throws RuntimeException if the source fails again; nothing has changed for the SuperSlab at which it failed
     */
    public long decommitRetained() {
        if (!source.givesBack()) {
            return 0;
        }
        long stamp = gate.enter();
        try {
            long givenBack = 0;
            for (int tries = ledger.charged(); tries > 0; tries--) {
                long taken = ledger.takeCharged();
                if (taken == SlotLedger.NONE) {
                    break;
                }
                givenBack += giveBack(SlotLedger.indexOf(taken));
            }
            return givenBack;
        } finally {
            gate.exit(stamp);
        }
    }

    /** Whatever the source does, the index goes back: with its charge, if the memory is there still. */
    private long giveBack(int index) {
        boolean givenBack = false;
        try {
            if (source.givesBack()) {
                reservation.decommit((long) index << SuperSlab.SHIFT, SuperSlab.BYTES, inaccessibleWhenRetired);
                givenBack = true;
            }
        } finally {
            if (givenBack) {
                budget.release(SuperSlab.BYTES);
            }
            ledger.giveBack(index, !givenBack);
        }
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
     * Gives address space and memory back, and to the budget what was charged for it. Accesses through its segments fail
     * from then on, and so do {@link #commit()} and {@link #decommit}; those under way are waited for. Closing twice does
     * nothing.
     *
     * @throws IllegalStateException if a segment is in use by a downcall; the region is then still open
     */
    @Override
    public void close() {
        gate.shut(() -> {
            reservation.close();
            budget.release((long) ledger.notFree() << SuperSlab.SHIFT);
        });
    }

    /** Reads of the table acquire what the constructor wrote. */
    private SuperSlab descriptor(int index) {
        SuperSlab superSlab = superSlabs.get(index);
        if (superSlab == null) {
            superSlab = new SuperSlab(this, index);
            superSlabs.set(index, superSlab);
        }
        return superSlab;
    }
}
