package hakmem.malloc.hardened;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hardening;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.api.OverrunException;
import hakmem.malloc.arena.Arenas;
import hakmem.malloc.arena.ChunkSource;
import hakmem.malloc.zero.Zeros;
import hakmem.sharedpool.PoolStrategyException;
import hakmem.superslab.Initializers;
import hakmem.tiny.SizeClasses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stands before an allocator and sees to the protections chosen. The allocator beneath knows nothing of it, and without it
 * does not execute one instruction for its sake.
 */
public final class HardenedAllocator implements Allocator {
    /*
     *   malloc   RandomReserve or the allocator beneath --> Ledger.handOut: poison untouched? canary, LIVE
     *   free     Ledger.hold: LIVE -> HELD, or it is refused; canary untouched?
     *              --> Detained: poison, Quarantine, poison untouched?  --> the allocator beneath
     *
     * For the allocator beneath, a block in the quarantine or in the reserve is live.
     */
    private static final System.Logger LOG = System.getLogger("hakmem.malloc");

    private final Substrate substrate;
    private final Ledger ledger;
    private final Detained detained;

    /** Null unless chosen. */
    private final RandomReserve reserve;

    private final ChunkSource arenaChunks;

    /** Bytes that each block has behind what the user asked for, at least. */
    private final int padding;

    private final Findings findings = new Findings();

    /**
     * Held by who takes freed blocks out of where they wait, until they are free beneath, and by who is about to refuse a
     * request, while he tries for the last time: the housekeeper must not have in its hands what that could have. The allocator
     * beneath has locks of its own, and calls nothing here while it holds one.
     */
    private final ReentrantLock releasing = new ReentrantLock();

    /**
     * Stands before an allocator.
     *
     * @param substrate the allocator, used by nobody else
     * @param options what to see to
     */
    public HardenedAllocator(Substrate substrate, Set<Hardening> options) {
        SecureRandom random = new SecureRandom();
        boolean poison = options.contains(Hardening.POISON);
        boolean guard = options.contains(Hardening.GUARD);
        if (poison) {
            Initializers.run(Poison.class);
        }
        this.substrate = substrate;
        this.padding = guard ? Canary.LEAST : 0;
        this.ledger = new Ledger(substrate, poison, guard ? new Canary(random) : null);
        long limit = substrate.region().budget().limit();
        Quarantine quarantine =
                options.contains(Hardening.QUARANTINE) ? new Quarantine(limit, ledger::blockSizeOf) : null;
        this.detained = new Detained(substrate, ledger, findings, poison, quarantine);
        this.reserve = options.contains(Hardening.RANDOM) ? new RandomReserve(substrate, random) : null;
        this.arenaChunks = substrate.chunks(this);
        substrate.beforeAging(this::releaseIfIdle);
    }

    // ---- Allocation ----

    @Override
    public long malloc(long byteSize) {
        return allocate(byteSize, SizeClasses.GRANULE, false);
    }

    @Override
    public long calloc(long count, long byteSize) {
        return allocate(substrate.product(count, byteSize), SizeClasses.GRANULE, true);
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return allocate(byteSize, byteAlignment, false);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        long address = allocate(byteSize, byteAlignment, false);
        MemorySegment segment = null;
        try {
            segment = segment(address, byteSize);
        } finally {
            if (segment == null) {
                free(address); // with no room for the segment nobody will know of the block
            }
        }
        return segment;
    }

    private long allocate(long byteSize, long byteAlignment, boolean zeroed) {
        substrate.checkRequest(byteSize, byteAlignment);
        findings.throwIfAny();
        long padded = padded(byteSize);
        long small = SizeClasses.alignedSize(padded, byteAlignment);
        boolean isSmall = small <= SizeClasses.MAX_BLOCK;
        long address = isSmall
                ? takeSmall(byteSize, small, byteAlignment)
                : takeLarge(byteSize, padded, byteAlignment, zeroed);
        boolean done = false;
        try {
            ledger.handOut(address, byteSize);
            done = true;
        } finally {
            if (!done) {
                substrate.free(address);
            }
        }
        if (zeroed && isSmall) {
            done = false;
            try {
                Zeros.clear(segment(address, byteSize), 0, byteSize);
                done = true;
            } finally {
                if (!done) {
                    free(address);
                }
            }
        }
        return address;
    }

    private long padded(long byteSize) {
        return byteSize > Long.MAX_VALUE - padding ? byteSize : byteSize + padding;
    }

    private long takeSmall(long byteSize, long padded, long byteAlignment) {
        try {
            return tryTakeSmall(padded, byteAlignment);
        } catch (OffHeapOutOfMemoryError e) {
            return relieved(byteSize, padded, () -> tryTakeSmall(padded, byteAlignment));
        }
    }

    private long tryTakeSmall(long padded, long byteAlignment) {
        return reserve == null ? substrate.allocate(padded, byteAlignment) : reserve.take(SizeClasses.of((int) padded));
    }

    private long takeLarge(long byteSize, long padded, long byteAlignment, boolean zeroed) {
        try {
            return tryTakeLarge(padded, byteAlignment, zeroed);
        } catch (OffHeapOutOfMemoryError e) {
            return relieved(byteSize, padded, () -> tryTakeLarge(padded, byteAlignment, zeroed));
        }
    }

    private long tryTakeLarge(long padded, long byteAlignment, boolean zeroed) {
        return zeroed ? substrate.allocateZeroed(padded, byteAlignment) : substrate.allocate(padded, byteAlignment);
    }

    /** Tries again once all that waits was freed beneath. What is found on the way is thrown before memory is refused. */
    private long relieved(long byteSize, long padded, LongSupplier request) {
        releasing.lock();
        try {
            releaseAll();
            findings.throwIfAny();
            return request.getAsLong();
        } catch (OffHeapOutOfMemoryError e) {
            throw HardenedErrors.noMemory(byteSize, padded, e);
        } finally {
            releasing.unlock();
        }
    }

    // ---- Reallocation ----

    @Override
    public long realloc(long address, long byteSize) {
        substrate.checkRequest(byteSize, SizeClasses.GRANULE);
        return address == 0 ? malloc(byteSize) : realloc(address, byteSize, null);
    }

    @Override
    public MemorySegment reallocate(MemorySegment block, long byteSize) {
        substrate.checkRequest(byteSize, SizeClasses.GRANULE);
        long address = substrate.addressOf(block);
        if (address == 0) {
            return allocate(byteSize, SizeClasses.GRANULE);
        }
        Result result = new Result(byteSize);
        realloc(address, byteSize, result);
        return result.segment;
    }

    /** The block afterwards as the user sees it, made while the one before has not ended. */
    private static final class Result implements Consumer<MemorySegment> {
        private final long byteSize;
        private MemorySegment segment;

        Result(long byteSize) {
            this.byteSize = byteSize;
        }

        @Override
        public void accept(MemorySegment padded) {
            segment = padded.asSlice(0, byteSize);
        }
    }

    private long realloc(long address, long byteSize, Result result) {
        findings.throwIfAny();
        while (true) {
            long oldSize = ledger.byteSizeOf(address);
            OverrunException overrun = ledger.overrunOf(address, oldSize);
            if (overrun != null) {
                throw overrun;
            }
            long resized;
            if (byteSize == oldSize || fits(address, byteSize)) {
                give(address, byteSize, result);
                resized = ledger.tryResize(address, oldSize, byteSize) ? address : 0;
            } else if (ledger.isSmall(address) || padded(byteSize) <= SizeClasses.MAX_BLOCK) {
                resized = move(address, oldSize, byteSize, result);
            } else {
                resized =
                        ledger.resizeLarge(address, oldSize, byteSize, () -> resizeBeneath(address, byteSize, result));
            }
            if (resized != 0) {
                return resized;
            }
            // Another thread has freed it, or resized it.
        }
    }

    private void give(long address, long byteSize, Result result) {
        if (result != null) {
            result.accept(segment(address, byteSize));
        }
    }

    /** A small block is kept if the new size needs at least half of it. */
    private boolean fits(long address, long byteSize) {
        long usable = ledger.blockSizeOf(address) - padding;
        return ledger.isSmall(address) && byteSize <= usable && byteSize >= usable / 2;
    }

    /** Copies a block to a new one and frees it. Whatever goes wrong, one of the two is live afterwards, and not both. */
    private long move(long address, long oldSize, long byteSize, Result result) {
        long moved = malloc(byteSize);
        long held = -1;
        try {
            long kept = Math.min(oldSize, byteSize);
            MemorySegment.copy(segment(address, kept), 0, segment(moved, kept), 0, kept);
            give(moved, byteSize, result);
            held = ledger.hold(address);
        } finally {
            if (held < 0 && !substrate.isClosed()) {
                free(moved);
            }
        }
        try {
            // The caller must have the new address, whatever is found now: the next call throws that.
            findings.add(release(address, held));
        } catch (PoolStrategyException e) {
            LOG.log(System.Logger.Level.WARNING, "a block was reallocated, but a slab is lost", e);
        } catch (OutOfMemoryError e) {
            // No room on the Java heap to look behind the end of the old block, which is detained all the same.
        }
        return moved;
    }

    private long resizeBeneath(long address, long byteSize, Result result) {
        long padded = padded(byteSize);
        try {
            return substrate.realloc(address, padded, result);
        } catch (OffHeapOutOfMemoryError e) {
            return relieved(byteSize, padded, () -> substrate.realloc(address, padded, result));
        }
    }

    // ---- Free ----

    @Override
    public void free(long address) {
        substrate.checkOpen();
        if (address != 0) {
            OverrunException overrun = release(address, ledger.hold(address));
            if (overrun != null) {
                throw overrun;
            }
            findings.throwIfAny();
        }
    }

    @Override
    public void free(MemorySegment block) {
        free(substrate.addressOf(block));
    }

    /** Frees a block that is held; returns what is wrong with it. */
    private OverrunException release(long address, long byteSize) {
        OverrunException overrun = null;
        try {
            overrun = ledger.overrunOf(address, byteSize);
        } finally {
            detained.detain(address);
        }
        return overrun;
    }

    @Override
    public long usableSize(long address) {
        substrate.checkOpen();
        long byteSize = ledger.byteSizeOf(address);
        return padding > 0 ? byteSize : ledger.blockSizeOf(address);
    }

    /** The memory of a block, by its address, for this project's own tests also beyond its end. */
    public MemorySegment segment(long address, long byteSize) {
        return substrate.segment(address, byteSize);
    }

    // ---- Arenas ----

    @Override
    public Arena confinedArena() {
        substrate.checkOpen();
        return Arenas.confined(arenaChunks);
    }

    @Override
    public Arena sharedArena() {
        substrate.checkOpen();
        return Arenas.shared(arenaChunks);
    }

    // ---- Housekeeping ----

    @Override
    public long trim() {
        substrate.checkOpen();
        releaseAll();
        long givenBack = substrate.trim();
        findings.throwIfAny();
        return givenBack;
    }

    private void releaseAll() {
        releasing.lock();
        try {
            if (reserve != null) {
                reserve.drain(substrate::free);
            }
            detained.releaseAll();
        } finally {
            releasing.unlock();
        }
    }

    private void releaseIfIdle() {
        releasing.lock();
        try {
            if (reserve != null) {
                reserve.drainIfIdle(substrate::free);
            }
            detained.releaseIfIdle();
        } finally {
            releasing.unlock();
        }
    }

    @Override
    public AllocatorStats stats() {
        return HardenedSnapshots.of(substrate.stats(), ledger, detained, reserve);
    }

    /**
     * Checks the equations of every structure; for tests, while no other thread uses the allocator.
     *
     * @throws AssertionError if one does not hold, with the values
     */
    public void validate() {
        releasing.lock();
        try {
            substrate.whileNobodyGives(() -> {
                substrate.validate();
                AllocatorStats stats = stats();
                substrate.validateStats(stats);
                HardenedSnapshots.validate(stats, ledger.census());
            });
        } finally {
            releasing.unlock();
        }
    }

    /**
     * Whether it was closed.
     *
     * @return true from the first {@link #close()} on
     */
    public boolean isClosed() {
        return substrate.isClosed();
    }

    @Override
    public void close() {
        substrate.close();
    }
}
