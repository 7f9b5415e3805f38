package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.large.LargeBlocks;
import hakmem.malloc.arena.Arenas;
import hakmem.malloc.arena.ChunkSource;
import hakmem.malloc.zero.Zeros;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.Initializers;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.tiny.FastPath;
import hakmem.tiny.SizeClasses;
import hakmem.tiny.TinyAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Routes requests by size. The small sizes are the hot path: it goes straight to the fast path of {@link TinyAllocator}, by a way
 * that is the subclass's, and everything that is not common is in a method of its own, so that the methods here and there can be
 * inlined into their callers.
 */
abstract sealed class MallocAllocator extends ClosableAllocator implements FastPath.Fallback
        permits FirstAllocator, LaterAllocator {
    private final TinyAllocator tiny;
    private final LargeBlocks large;
    private final GuardedPool pool;
    private final Region region;
    private final MemorySegment memory;
    private final long base;
    private final boolean processWide;
    private final Routes routes;
    private final ArenaChunks arenaChunks;
    private final Reclaimer reclaimer;
    private final Pressure pressure;
    private final Reallocation reallocation;
    private final String name;

    MallocAllocator(GuardedPool pool, TinyAllocator tiny, LargeBlocks large, boolean processWide) {
        Initializers.run(KeptChunk.class, Zeros.class);
        this.pool = pool;
        this.region = pool.region();
        this.memory = region.segment();
        this.base = region.base();
        this.processWide = processWide;
        this.tiny = tiny;
        this.large = large;
        this.routes = new Routes(this, region, tiny, large);
        this.arenaChunks = new ArenaChunks(this);
        this.reclaimer = new Reclaimer(this, arenaChunks, tiny, large, pool);
        this.pressure = new Pressure(this, reclaimer, large, pool.region().budget());
        this.reallocation = new Reallocation(this, routes, tiny, large);
        this.name = OpenAllocators.newName(
                processWide, pool.strategy(), region.source().name());
    }

    /**
     * Makes an allocator on a pool.
     *
     * @param pool where its memory comes from; the allocator closes it
     * @param processWide whether it is never closed
     */
    static MallocAllocator of(GuardedPool pool, boolean processWide) {
        return of(
                pool,
                new LargeBlocks(pool, pool.region().source(), pool.region().budget()),
                processWide);
    }

    /** The same, with large blocks of one's own making. */
    static MallocAllocator of(GuardedPool pool, LargeBlocks large, boolean processWide) {
        TinyAllocator tiny = new TinyAllocator(pool);
        return tiny.fastPath().isFirst()
                ? new FirstAllocator(pool, tiny, large, processWide)
                : new LaterAllocator(pool, tiny, large, processWide);
    }

    // ---- Allocation ----

    /** Larger sizes, threads without a heap of their own, and what takes another slab. */
    @Override
    public long allocateSlow(long byteSize) {
        if (Routes.isSmall(byteSize)) {
            try {
                return tiny.allocate(SizeClasses.of((int) byteSize));
            } catch (MemoryRefusedException e) {
                return pressure.allocate(byteSize, SizeClasses.GRANULE, e);
            }
        }
        return allocateAligned(Requests.checkSize(byteSize), SizeClasses.GRANULE);
    }

    @Override
    public long calloc(long count, long byteSize) {
        long bytes = Requests.product(count, byteSize);
        return Routes.isSmall(bytes) ? clear(malloc(bytes), bytes) : allocateZeroed(bytes, SizeClasses.GRANULE);
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return allocateAligned(Requests.checkSize(byteSize), Requests.checkAlignment(byteAlignment));
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        if (Routes.isSmall(byteSize) && Requests.isOfEveryBlock(byteAlignment)) {
            return newSegment(malloc(byteSize), byteSize);
        }
        return newSegment(alignedAlloc(byteAlignment, byteSize), byteSize);
    }

    /** A block just allocated, as a segment. With no room for that on the Java heap nobody will know of the block. */
    private MemorySegment newSegment(long address, long byteSize) {
        try {
            return segment(address, byteSize);
        } catch (OutOfMemoryError e) {
            freeUnlessClosed(this, address);
            throw e;
        }
    }

    long allocateAligned(long byteSize, long byteAlignment) {
        checkOpen();
        try {
            return tryAllocate(byteSize, byteAlignment);
        } catch (MemoryRefusedException e) {
            return pressure.allocate(byteSize, byteAlignment, e);
        }
    }

    /** One attempt, by the size's own way. */
    long tryAllocate(long byteSize, long byteAlignment) throws MemoryRefusedException {
        long small = SizeClasses.alignedSize(byteSize, byteAlignment);
        return Routes.isSmall(small)
                ? tiny.allocate(SizeClasses.of((int) small))
                : large.allocate(byteSize, byteAlignment);
    }

    /** Large blocks are cleared only where they may hold something: a new mapping is zero already. */
    long allocateZeroed(long byteSize, long byteAlignment) {
        if (Routes.isSmall(SizeClasses.alignedSize(byteSize, byteAlignment))) {
            return clear(allocateAligned(byteSize, byteAlignment), byteSize);
        }
        checkOpen();
        try {
            return large.allocateZeroed(byteSize, byteAlignment);
        } catch (MemoryRefusedException e) {
            return clear(pressure.allocate(byteSize, byteAlignment, e), byteSize);
        }
    }

    long clear(long address, long byteSize) {
        long offset = address - base;
        if (Long.compareUnsigned(offset, region.byteSize()) < 0) {
            Zeros.clear(memory, offset, byteSize);
        } else {
            Zeros.clear(newSegment(address, byteSize), 0, byteSize);
        }
        return address;
    }

    /** For what is in the region, and at most a few kilobytes. */
    void clearLines(long address, int byteSize) {
        Zeros.clearLines(memory, address - base, byteSize);
    }

    // ---- Reallocation ----

    @Override
    public long realloc(long address, long byteSize) {
        Requests.checkSize(byteSize);
        return address == 0 ? malloc(byteSize) : reallocation.of(address, byteSize, null);
    }

    @Override
    public MemorySegment reallocate(MemorySegment block, long byteSize) {
        Requests.checkSize(byteSize);
        long address = Requests.addressOf(block);
        if (address == 0) {
            return allocate(byteSize, SizeClasses.GRANULE);
        }
        Reallocation.Result result = new Reallocation.Result();
        reallocation.of(address, byteSize, result);
        return result.segment();
    }

    // ---- Free ----

    @Override
    public void free(MemorySegment block) {
        free(Requests.addressOf(block));
    }

    /** Large blocks, those of other threads, and what is no live block. */
    final void freeSlow(long address) {
        routes.free(address);
    }

    @Override
    public long usableSize(long address) {
        return routes.usableSize(address);
    }

    /** The block as a segment; small enough to be inlined, so that the segment need not exist. */
    MemorySegment segment(long address, long byteSize) {
        long offset = address - base;
        return Long.compareUnsigned(offset, memory.byteSize()) < 0
                ? memory.asSlice(offset, byteSize)
                : large.segment(address, byteSize);
    }

    // ---- Arenas ----

    @Override
    public Arena confinedArena() {
        checkOpen();
        return Arenas.confined(arenaChunks);
    }

    @Override
    public Arena sharedArena() {
        checkOpen();
        return Arenas.shared(arenaChunks);
    }

    // ---- Memory that nobody uses ----

    @Override
    public long trim() {
        return reclaimer.trim();
    }

    void age(long idleNanos) {
        reclaimer.age(idleNanos);
    }

    @Override
    public AllocatorStats stats() {
        checkOpen();
        // A chunk that a thread keeps for its next arena is nobody's.
        return Snapshots.of(tiny.stats().withoutLive(arenaChunks.idleByClass()), large.stats(), pool);
    }

    /** Checks the equations of every structure; for tests, while no other thread uses the allocator. */
    void validate() {
        reclaimer.whileNobodyGives(() -> {
            tiny.validate();
            large.validate();
            Snapshots.validate(stats());
        });
    }

    // ---- For a front that stands before this ----

    Routes routes() {
        return routes;
    }

    Reallocation reallocation() {
        return reallocation;
    }

    Reclaimer reclaimer() {
        return reclaimer;
    }

    /** Chunks for arenas that are blocks of a front; their leases are those of this allocator's own. */
    ChunkSource chunksOf(Allocator front) {
        return arenaChunks.of(front);
    }

    Region region() {
        return region;
    }

    @Override
    public String toString() {
        return name;
    }

    // ---- The end ----

    @Override
    public void close() {
        if (processWide) {
            throw new UnsupportedOperationException("the allocator of the process is never closed");
        }
        super.close();
    }

    /** From the top down. */
    @Override
    void shutDoors() {
        OpenAllocators.remove(this);
        tiny.close();
        arenaChunks.shut();
        pool.close();
    }

    @Override
    void unmap() {
        large.close();
        region.close();
        // Last: it tries again what has failed.
        Housekeeper.unregister(this);
    }
}
