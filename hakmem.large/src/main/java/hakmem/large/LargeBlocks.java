package hakmem.large;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.CacheColor;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Allocates what does not fit a slab's block: runs of slabs of the pool, and direct mappings of the memory source. Which
 * of the two a block is follows from its address: a run lies in the pool's region, a mapping outside. Safe for use by any
 * number of threads; {@link Runs} and {@link DirectMappings} say what happens when calls for one block race.
 */
public final class LargeBlocks implements AutoCloseable {
    /** What the word of a slab carries as its size class while it is part of a run; larger ones are this module's too. */
    public static final int RUN_CLASS = 0xfff0;

    /** The same of a run whose block starts at the {@link CacheColor} of its first slab; above {@link #RUN_CLASS}. */
    static final int COLORED_CLASS = 0xfff1;

    /** What the word of a slab carries while it is kept for the next run of one slab; above {@link #RUN_CLASS}. */
    static final int KEPT_CLASS = 0xfff2;

    /** Bytes of the largest block that is made a run; what is larger is mapped. */
    public static final long MAX_RUN = 1L << 20;

    /** Estimates for the statistics, in bytes of Java heap: a live mapping with its map entry, a freed address in use. */
    private static final long MAPPING_METADATA = 256;

    private static final long FREED_ADDRESS_METADATA = 24;

    private final Region region;
    private final GuardedPool pool;
    private final MemoryBudget budget;
    private final Runs runs;
    private final DirectMappings mappings;
    private final boolean mappingsFirst;

    /** The time in nanoseconds; no lambda, for the first block waits for each that is linked. */
    private enum Clock implements LongSupplier {
        SYSTEM;

        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    /**
     * Makes a door to nothing yet.
     *
     * @param pool where runs come from; closed by the caller, as is its region
     * @param source where mappings come from
     * @param budget what mappings are charged to, in general that of the pool's region
     */
    public LargeBlocks(GuardedPool pool, MemorySource source, MemoryBudget budget) {
        this(pool, source, budget, false);
    }

    /**
     * Makes a door to nothing yet.
     *
     * @param pool where runs come from; closed by the caller, as is its region
     * @param source where mappings come from
     * @param budget what mappings are charged to, in general that of the pool's region
     * @param mappingsFirst whether to make a run only where no mapping is to be had
     */
    public LargeBlocks(GuardedPool pool, MemorySource source, MemoryBudget budget, boolean mappingsFirst) {
        this(pool, source, budget, mappingsFirst, Clock.SYSTEM);
    }

    LargeBlocks(GuardedPool pool, MemorySource source, MemoryBudget budget, LongSupplier clock) {
        this(pool, source, budget, false, clock);
    }

    private LargeBlocks(
            GuardedPool pool, MemorySource source, MemoryBudget budget, boolean mappingsFirst, LongSupplier clock) {
        this.mappingsFirst = mappingsFirst;
        this.region = pool.region();
        this.pool = pool;
        this.budget = budget;
        this.runs = new Runs(pool);
        this.mappings = new DirectMappings(source, budget, clock);
    }

    /**
     * What {@link #stats()} counts.
     *
     * @param liveRuns blocks that are runs
     * @param liveRunBytes their usable bytes
     * @param liveMappings blocks that are direct mappings
     * @param liveMappingBytes their usable bytes
     * @param cachedBytes committed bytes of freed mappings that are kept
     * @param directCommittedBytes bytes charged for direct mappings; once no other thread is at work, the sum of
     *     {@code liveMappingBytes} and {@code cachedBytes}
     * @param metadataBytes an estimate of the Java heap this module takes
     */
    public record Stats(
            long liveRuns,
            long liveRunBytes,
            long liveMappings,
            long liveMappingBytes,
            long cachedBytes,
            long directCommittedBytes,
            long metadataBytes) {}

    /**
     * Allocates a block: a run if it is small enough and the pool has one, otherwise a mapping.
     *
     * @param byteSize bytes, of which 0 makes a distinct block
     * @param byteAlignment a power of two
     * @return its address, aligned as asked for, and to 64 bytes at least
     * @throws MemoryRefusedException if there is no memory, even after cached mappings and idle SuperSlabs were given
     *     back; no block has changed then
     * @throws IllegalArgumentException if the size is negative or the alignment not a power of two
     * @throws IllegalStateException if this is closed
     */
    public long allocate(long byteSize, long byteAlignment) throws MemoryRefusedException {
        return allocate(byteSize, byteAlignment, false);
    }

    /**
     * Allocates a block filled with zeros, as {@link #allocate(long, long)} does otherwise. Memory known to hold zeros is
     * not touched, and takes no room in physical memory yet.
     *
     * @param byteSize bytes that are to be zero, at least; what is usable beyond them is undefined
     * @param byteAlignment a power of two
     * @return its address
     * @throws MemoryRefusedException if there is no memory; no block has changed then
     * @throws IllegalArgumentException if the size is negative or the alignment not a power of two
     * @throws IllegalStateException if this is closed
     */
    public long allocateZeroed(long byteSize, long byteAlignment) throws MemoryRefusedException {
        return allocate(byteSize, byteAlignment, true);
    }

    /**
     * Allocates a block with a mapping of its own, however small: for what the pool refused.
     *
     * @param byteSize bytes, of which 0 makes a distinct block
     * @param byteAlignment a power of two
     * @return its address
     * @throws MemoryRefusedException if there is no memory; no block has changed then
     * @throws IllegalArgumentException if the size is negative or the alignment not a power of two
     * @throws IllegalStateException if this is closed
     */
    public long allocateDirect(long byteSize, long byteAlignment) throws MemoryRefusedException {
        checkRequest(byteSize, byteAlignment);
        return map(byteSize, byteAlignment, false);
    }

    private long allocate(long byteSize, long byteAlignment, boolean zeroed) throws MemoryRefusedException {
        checkRequest(byteSize, byteAlignment);
        boolean fitsRun = byteSize <= MAX_RUN && byteAlignment <= Slab.BYTES;
        if (fitsRun && mappingsFirst) {
            return mapOrRun(byteSize, byteAlignment, zeroed);
        }
        if (fitsRun) {
            try {
                return runs.allocate(byteSize, byteAlignment > CacheColor.LINE, zeroed);
            } catch (MemoryRefusedException e) {
                if (e.reason() == Reason.LIMIT && giveUpKept()) {
                    return allocateWithoutCache(byteSize, byteAlignment, zeroed);
                }
            }
        }
        return map(byteSize, byteAlignment, zeroed);
    }

    /** What nobody uses, but for idle SuperSlabs; false if there was nothing. */
    private boolean giveUpKept() {
        boolean slabs = runs.releaseKept();
        return mappings.trim(0) > 0 || slabs;
    }

    private long mapOrRun(long byteSize, long byteAlignment, boolean zeroed) throws MemoryRefusedException {
        try {
            return map(byteSize, byteAlignment, zeroed);
        } catch (MemoryRefusedException e) {
            // The system bounds the number of mappings, too.
            return runs.allocate(byteSize, byteAlignment > CacheColor.LINE, zeroed);
        }
    }

    private long allocateWithoutCache(long byteSize, long byteAlignment, boolean zeroed) throws MemoryRefusedException {
        try {
            return runs.allocate(byteSize, byteAlignment > CacheColor.LINE, zeroed);
        } catch (MemoryRefusedException e) {
            // A mapping takes less than the SuperSlab a run may need, or comes from elsewhere.
            return map(byteSize, byteAlignment, zeroed);
        }
    }

    private long map(long byteSize, long byteAlignment, boolean zeroed) throws MemoryRefusedException {
        if (byteSize > budget.limit()) {
            throw LargeErrors.limitReached(byteSize, budget);
        }
        try {
            return mappings.allocate(byteSize, byteAlignment, zeroed);
        } catch (MemoryRefusedException e) {
            makeRoom();
            return mappings.allocate(byteSize, byteAlignment, zeroed);
        }
    }

    /** Gives back what nobody uses, before a request is refused. */
    private void makeRoom() {
        giveUpKept();
        pool.trim(0);
    }

    /**
     * Frees a block.
     *
     * @param address its start
     * @throws DoubleFreeException if it was freed before
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IllegalStateException if this is closed
     */
    public void free(long address) {
        mappings.checkOpen();
        Slab slab = region.slab(address);
        if (slab != null) {
            runs.free(slab, address);
        } else if (!mappings.free(address)) {
            throw LargeErrors.foreign(address, region);
        }
    }

    /**
     * Says what is wrong with a free, and frees nothing.
     *
     * @param address any address
     * @throws DoubleFreeException if {@link #free} would throw it now
     * @throws InvalidFreeException if {@link #free} would throw it now
     * @throws IllegalStateException if this is closed
     */
    public void checkFree(long address) {
        mappings.checkOpen();
        Slab slab = region.slab(address);
        if (slab != null) {
            runs.checkFree(slab, address);
        } else if (!mappings.checkFree(address)) {
            throw LargeErrors.foreign(address, region);
        }
    }

    /**
     * The bytes that may be used.
     *
     * @param address the start of a live block
     * @return bytes, at least what was asked for
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IllegalStateException if this is closed
     */
    public long usableSize(long address) {
        mappings.checkOpen();
        Slab slab = region.slab(address);
        return slab != null
                ? runs.usableSize(slab, address)
                : findMapping(address).usableSize();
    }

    /**
     * Gives a block another size where it is. Contents are kept up to the smaller size.
     *
     * @param address the start of a live block
     * @param byteSize bytes wanted
     * @return false if the block must move to have that size; it is then as it was. A run shrinks by giving slabs back, and
     *     grows if the slabs behind it are free, where the strategy can do that; a mapping stays if it fits what was
     *     reserved for it and wastes little
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IllegalArgumentException if the size is negative
     * @throws IllegalStateException if this is closed
     */
    public boolean resize(long address, long byteSize) {
        checkRequest(byteSize, 1);
        Slab slab = region.slab(address);
        if (slab != null) {
            return runs.resize(slab, address, byteSize);
        }
        DirectBlock block = findMapping(address);
        try {
            return mappings.resize(block, byteSize);
        } catch (MemoryRefusedException e) {
            makeRoom();
            try {
                return mappings.resize(block, byteSize);
            } catch (MemoryRefusedException again) {
                return false;
            }
        }
    }

    /**
     * Gives a block that is a mapping more room at another address, without copying it. Contents and alignment are kept, and
     * no more memory is in use at any moment than afterwards. Segments of the block obtained before fail on access.
     *
     * @param address the start of a live block, of which {@link #resize} has said that it must move
     * @param byteSize bytes wanted
     * @param before is given the block's memory at its new address before it moves there, or null; if it throws, or there is no
     *     room on the Java heap for the segment, the block is as it was
     * @return its new address, or 0 if the block must be copied to have that size; it is then as it was, but its segments
     *     may have to be obtained anew
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IllegalArgumentException if the size is negative
     * @throws IllegalStateException if this is closed
     */
    public long move(long address, long byteSize, Consumer<MemorySegment> before) {
        checkRequest(byteSize, 1);
        if (region.slab(address) != null || byteSize <= MAX_RUN || byteSize > budget.limit()) {
            return 0;
        }
        DirectBlock block = findMapping(address);
        DirectBlock moved;
        try {
            moved = mappings.move(block, byteSize, before);
        } catch (MemoryRefusedException e) {
            makeRoom();
            try {
                moved = mappings.move(block, byteSize, before);
            } catch (MemoryRefusedException again) {
                return 0;
            }
        }
        return moved == null ? 0 : moved.address();
    }

    /**
     * How a block should be aligned when it is copied, so that it keeps the alignment it was asked for.
     *
     * @param address the start of a live block
     * @return bytes, a power of two: of a run that starts where a slab does, that of a slab, and of another one, that of a cache
     *     line; of a mapping, what was asked for, and a page at least
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IllegalStateException if this is closed
     */
    public long alignment(long address) {
        mappings.checkOpen();
        Slab slab = region.slab(address);
        if (slab == null) {
            return findMapping(address).alignment();
        }
        return address == slab.address() ? Slab.BYTES : CacheColor.LINE;
    }

    /**
     * The memory of a block.
     *
     * @param address the start of a live block
     * @param byteSize length of the segment in bytes, at most the usable size
     * @return a segment of exactly that length, for any thread. A run's ends with the region; a mapping's when the mapping
     *     is given back, some time after the free
     * @throws InvalidFreeException if it is not the start of a live block
     * @throws IndexOutOfBoundsException if the block is smaller
     * @throws IllegalStateException if this is closed
     */
    public MemorySegment segment(long address, long byteSize) {
        mappings.checkOpen();
        Slab slab = region.slab(address);
        if (slab == null) {
            return DirectMappings.segment(findMapping(address), byteSize);
        }
        long usable = runs.usableSize(slab, address);
        if (byteSize > usable) {
            throw LargeErrors.beyondBlock(address, byteSize, usable);
        }
        return Runs.segment(region, address, byteSize);
    }

    /**
     * Whether a live block starts at an address and has a mapping of its own.
     *
     * @param address any address
     * @return false for runs, and for what is no live block
     */
    public boolean isDirect(long address) {
        return region.slab(address) == null && mappings.find(address) != null;
    }

    /**
     * A snapshot, by looking at slabs and mappings. It may be asked for after close.
     *
     * @return each figure right for some moment during the call
     */
    public Stats stats() {
        Runs.Census inPool = runs.census();
        DirectMappings.Census direct = mappings.census();
        return new Stats(
                inPool.runs(),
                inPool.bytes(),
                direct.blocks(),
                direct.blockBytes(),
                direct.keptBytes(),
                direct.chargedBytes(),
                direct.blocks() * MAPPING_METADATA + direct.freedAddresses() * FREED_ADDRESS_METADATA);
    }

    /**
     * Gives freed mappings back, and what is kept of the pool's to the pool. That is trimmed by its owner, after this.
     *
     * @param idleNanos spares what was freed within so many nanoseconds; 0 spares nothing
     * @return bytes given back to the system
     */
    public long trim(long idleNanos) {
        runs.releaseKept();
        return mappings.trim(idleNanos);
    }

    /**
     * Closes every mapping, live ones too; accesses to their segments fail from then on. Calls under way in other threads
     * succeed or throw {@link IllegalStateException}. Runs end with the region, which the caller closes. Closing again
     * does nothing, or tries what failed before.
     *
     * @throws IllegalStateException if mappings are in use by native code; all others are closed
     */
    @Override
    public void close() {
        mappings.close();
    }

    /**
     * Checks the equations of every structure. For tests, with no other thread at work.
     *
     * @throws AssertionError if one does not hold; the message has both sides
     */
    public void validate() {
        runs.validate();
        mappings.validate();
        long charged = mappings.census().chargedBytes();
        if (charged > budget.committed()) {
            throw LargeErrors.broken("what mappings are charged is part of the budget", charged, budget.committed());
        }
    }

    private DirectBlock findMapping(long address) {
        DirectBlock block = mappings.find(address);
        if (block == null) {
            mappings.throwIfKnown(address);
            throw LargeErrors.foreign(address, region);
        }
        return block;
    }

    private void checkRequest(long byteSize, long byteAlignment) {
        if (byteSize < 0 || Long.bitCount(byteAlignment) != 1 || byteAlignment < 0) {
            throw LargeErrors.badRequest(byteSize, byteAlignment);
        }
        mappings.checkOpen();
    }
}
