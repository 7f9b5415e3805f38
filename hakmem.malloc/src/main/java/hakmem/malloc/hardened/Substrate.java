package hakmem.malloc.hardened;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.malloc.arena.ChunkSource;
import hakmem.superslab.Region;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The allocator that a {@link HardenedAllocator} stands before. Its errors are those of {@link Allocator}. Safe for use by
 * several threads.
 */
public interface Substrate {
    /** Fails if the request is none that an allocator serves, or the allocator is closed. */
    void checkRequest(long byteSize, long byteAlignment);

    /** Fails if the allocator is closed. */
    void checkOpen();

    /** The size of an array, which fails if there is none so large. */
    long product(long count, long byteSize);

    /** Allocates a block with undefined contents. */
    long allocate(long byteSize, long byteAlignment);

    /** Allocates a block filled with zeros as far as it was asked for. */
    long allocateZeroed(long byteSize, long byteAlignment);

    /**
     * Gives a block another size.
     *
     * @param result is given the block as a segment before the old one has ended, or null; what it throws leaves the old one
     */
    long realloc(long address, long byteSize, Consumer<MemorySegment> result);

    /** Frees a block. */
    void free(long address);

    /** Makes what it may take of the Java heap to free a live block by this thread, so that {@link #free} can do without. */
    void prepareFree(long address);

    /** Throws what {@link #free} would, and frees nothing; returns if the block is live. */
    void checkFree(long address);

    /** The usable bytes of a live block. */
    long usableSize(long address);

    /** The memory of a block, by its address. */
    MemorySegment segment(long address, long byteSize);

    /** The address of a segment's block. */
    long addressOf(MemorySegment block);

    /** Where small blocks and runs are. */
    Region region();

    /** Blocks of a front as chunks of arenas, which keep the memory mapped until the last of them is closed. */
    ChunkSource chunks(Allocator front);

    /** To be called before memory is given back because it is unused, by one thread at a time. */
    void beforeAging(Runnable action);

    /** Does something while nobody gives memory back. */
    void whileNobodyGives(Runnable action);

    /** Gives back what is unused; bytes given back. */
    long trim();

    /** What the allocator holds, with what its front keeps to itself counted as live. */
    AllocatorStats stats();

    /** Checks the equation of statistics, as a front gives them. */
    void validateStats(AllocatorStats stats);

    /** Checks the equations of every structure. */
    void validate();

    /** Whether it was closed. */
    boolean isClosed();

    /** Gives everything back. */
    void close();
}
