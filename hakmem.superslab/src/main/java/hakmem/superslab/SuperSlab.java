package hakmem.superslab;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The descriptor of 2 MiB of memory, the unit of commit and decommit, bound to its address for as long as the region is
 * open. Safe for use by several threads.
 */
public final class SuperSlab {
    /** Bytes of a SuperSlab, and its alignment. */
    public static final int BYTES = 1 << 21;

    /** The binary logarithm of {@link #BYTES}. */
    public static final int SHIFT = 21;

    /** Slabs of a SuperSlab. */
    public static final int SLABS = BYTES / Slab.BYTES;

    private static final VarHandle COMMITTED;

    static {
        try {
            COMMITTED = MethodHandles.lookup().findVarHandle(SuperSlab.class, "committed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Region region;
    private final int index;
    private final Slab[] slabs = new Slab[SLABS];

    /** Written and read by the pool; who writes it is for the pool to say. */
    private volatile Object attachment;

    /** Set by the thread that took the index from the ledger, cleared by compare-and-set; read by anyone. */
    private volatile boolean committed;

    /** Written by the thread that took the index from the ledger, before it sets {@link #committed}. */
    private volatile int commits;

    SuperSlab(Region region, int index) {
        this.region = region;
        this.index = index;
        for (int slot = 0; slot < SLABS; slot++) {
            slabs[slot] = new Slab(this, slot);
        }
    }

    /**
     * The address of its first byte.
     *
     * @return a multiple of {@link #BYTES}
     */
    public long address() {
        return region.base() + ((long) index << SHIFT);
    }

    /**
     * Its number in the region.
     *
     * @return {@code (address - region.base()) >>> SHIFT}
     */
    public int index() {
        return index;
    }

    /**
     * The region it is part of.
     *
     * @return the region
     */
    public Region region() {
        return region;
    }

    /**
     * One of its slabs.
     *
     * @param slot 0 to 31
     * @return the slab
     */
    public Slab slab(int slot) {
        return slabs[slot];
    }

    /**
     * What the pool has attached to it, so that it needs no table of its own. Acquire: sees what was done before it was
     * attached.
     *
     * @return what was attached last, or null
     */
    public Object attachment() {
        return attachment;
    }

    /**
     * Attaches what a pool wants to find again. For the pool that has the region for itself, and calls this as long as the
     * SuperSlab is its own.
     *
     * @param object what to attach, or null
     */
    public void attach(Object object) {
        attachment = object;
    }

    /**
     * Whether there is memory behind it.
     *
     * @return true from the return of {@link Region#commit()} until {@link Region#decommit}
     */
    public boolean isCommitted() {
        return committed;
    }

    /**
     * How often memory was put behind it. See {@link Slab#losses()} for what becomes of its contents.
     *
     * @return a number that changes with each {@link Region#commit()} of this SuperSlab
     */
    public int commits() {
        return commits;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the index is this thread's alone
    void markCommitted() {
        commits++;
        committed = true;
    }

    /**
     * Of several callers one succeeds. The mark goes down before the slabs are looked at, and the boundary of the pool
     * looks at the mark after it has activated a slab: whatever a faulty strategy does, one of the two sees the other. Both
     * marks are volatile: with anything weaker each could miss the other's, and an active slab lose its memory. If a slab
     * is active the mark goes up again, and slabs found empty on the way stay unused.
     */
    void markDecommitted() {
        if (!COMMITTED.compareAndSet(this, true, false)) {
            throw new IllegalStateException(this + " is decommitted already");
        }
        boolean done = false;
        try {
            for (Slab slab : slabs) {
                if (!slab.tryDiscard()) {
                    throw new IllegalStateException("cannot decommit " + this + ": " + slab + " is in use");
                }
            }
            done = true;
        } finally {
            if (!done) {
                committed = true;
            }
        }
    }

    /** Before the memory of slabs is discarded: if that fails half way, what is lost is known to be. */
    void markDiscarded(int first, int count) {
        if (!committed) {
            throw new IllegalStateException("cannot discard memory of " + this);
        }
        for (int slot = first; slot < first + count; slot++) {
            if (slabs[slot].state() == Slab.State.ACTIVE) {
                throw new IllegalStateException("cannot discard " + slabs[slot]);
            }
        }
        for (int slot = first; slot < first + count; slot++) {
            slabs[slot].markDiscarded();
        }
    }

    /**
     * Its memory.
     *
     * @return a segment of {@link #BYTES} bytes that lives as long as the region
     */
    public MemorySegment segment() {
        return region.segment().asSlice((long) index << SHIFT, BYTES);
    }

    @Override
    public String toString() {
        return "SuperSlab %d at 0x%x%s".formatted(index, address(), committed ? "" : " (not committed)");
    }
}
