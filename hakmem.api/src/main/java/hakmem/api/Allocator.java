package hakmem.api;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Set;

/**
 * A general-purpose allocator of memory outside the Java heap.
 *
 * <p>Blocks come as raw addresses ({@link #malloc}), as segments ({@link #allocate(long, long)}) or through arenas
 * ({@link #confinedArena()}). Raw addresses and segments are of one kind: either may be freed through the other's
 * method. Every block is aligned to 16 bytes at least, has at least the size asked for, and is distinct from all other
 * live blocks, a block of size 0 too. Contents are undefined unless stated.
 *
 * <p><b>Safety.</b> The allocator keeps its state on the Java heap and never reads or writes a user's memory except
 * where a method copies or clears it, so that writing outside a block, or after its free, cannot corrupt the allocator.
 * A free of anything but a live block's start is refused with {@link InvalidFreeException}, a second free with
 * {@link DoubleFreeException}; both leave the allocator as it was. Once the address was handed out again it is a live
 * block's start, and a late second free cannot be told from its new user's. A block that was freed by hand and is used all
 * the same has undefined contents; arenas fail such an access. An arena's segments are freed by closing the arena, never by
 * a method of the allocator.
 *
 * <p><b>Threads.</b> All methods may be called by any thread, platform or virtual; a block may be freed by another thread
 * than allocated it. Handing a block to another thread needs a happens-before edge, as any hand-over in Java does.
 *
 * <p><b>Errors.</b> Negative sizes and alignments that are not a power of two are {@link IllegalArgumentException}; no
 * memory is {@link OffHeapOutOfMemoryError}, and a retry after frees works; any use after {@link #close()} is
 * {@link IllegalStateException}; {@code null} is {@link NullPointerException}. An error leaves the allocator's state as it
 * was. A {@linkplain Builder#hardened(Set) hardened} allocator may throw {@link MemoryCorruptionException} from any call
 * that allocates, resizes, frees or gives memory back.
 */
public interface Allocator extends SegmentAllocator, AutoCloseable {
    /**
     * Allocates a block.
     *
     * @param byteSize size in bytes; 0 gives a distinct block
     * @return the address of the block, never 0, aligned to 16 bytes
     * @throws IllegalArgumentException if {@code byteSize} is negative
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    long malloc(long byteSize);

    /**
     * Allocates a block for {@code count} elements and fills it with zeros.
     *
     * @param count number of elements
     * @param byteSize size of an element in bytes
     * @return the address of the block
     * @throws IllegalArgumentException if an argument is negative or the product overflows
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    long calloc(long count, long byteSize);

    /**
     * Allocates a block at a multiple of {@code byteAlignment}.
     *
     * @param byteAlignment alignment in bytes, a power of two
     * @param byteSize size in bytes, not necessarily a multiple of the alignment
     * @return the address of the block
     * @throws IllegalArgumentException if the alignment is not a power of two or the size is negative
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    long alignedAlloc(long byteAlignment, long byteSize);

    /**
     * Gives a block another size, in place where it can be, otherwise by moving it. The contents are kept up to the
     * smaller of the two sizes. A block of more than 32 KiB keeps the alignment it was asked for as long as it is so large;
     * others are aligned to 16 bytes afterwards, whatever they were before. Segments of a block that has moved must not be
     * used any more.
     *
     * @param address the block, or 0 to allocate a new one
     * @param byteSize the new size in bytes; 0 gives a distinct block of size 0
     * @return the address of the block, which may be the old one
     * @throws InvalidFreeException if {@code address} is not the start of a live block
     * @throws IllegalArgumentException if {@code byteSize} is negative
     * @throws OffHeapOutOfMemoryError if there is no memory; the old block is then untouched and still live
     * @throws IllegalStateException if the allocator is closed
     */
    long realloc(long address, long byteSize);

    /**
     * Frees a block.
     *
     * @param address the block; 0 does nothing
     * @throws DoubleFreeException if the block was freed before
     * @throws InvalidFreeException if {@code address} is not the start of a block of this allocator
     * @throws IllegalStateException if the allocator is closed
     */
    void free(long address);

    /**
     * The bytes that may be used in a block, at least what was asked for.
     *
     * @param address a live block
     * @return its usable size in bytes
     * @throws InvalidFreeException if {@code address} is not the start of a live block
     * @throws IllegalStateException if the allocator is closed
     */
    long usableSize(long address);

    /**
     * Allocates a block as a segment of exactly {@code byteSize} bytes. Unlike the segments of a JDK arena its contents
     * are undefined; {@link #confinedArena()} gives zeros.
     *
     * @param byteSize size in bytes; 0 gives a distinct segment of length 0
     * @param byteAlignment alignment in bytes, a power of two
     * @return the segment; it may be accessed from any thread, until {@link #close()} gives its memory back
     * @throws IllegalArgumentException if the alignment is not a power of two or the size is negative
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    @Override
    MemorySegment allocate(long byteSize, long byteAlignment);

    /**
     * Gives a block another size, as {@link #realloc} does.
     *
     * @param block a segment that starts where a live block does
     * @param byteSize the new size in bytes
     * @return a segment of exactly {@code byteSize} bytes
     * @throws InvalidFreeException if {@code block} does not start where a live block does
     * @throws IllegalArgumentException if {@code byteSize} is negative
     * @throws OffHeapOutOfMemoryError if there is no memory; the old block is then untouched and still live
     * @throws IllegalStateException if the allocator is closed
     */
    MemorySegment reallocate(MemorySegment block, long byteSize);

    /**
     * Frees the block a segment starts at.
     *
     * @param block a segment that starts where a live block does; {@link MemorySegment#NULL} does nothing
     * @throws DoubleFreeException if the block was freed before
     * @throws InvalidFreeException if the segment is on the Java heap or is not the start of a block of this allocator
     * @throws IllegalStateException if the allocator is closed
     */
    void free(MemorySegment block);

    /**
     * Opens an arena for one thread, with the contract of {@link Arena#ofConfined()}: segments are filled with zeros,
     * are freed together when the arena is closed, and fail on access after that or from another thread.
     *
     * <p>The arena takes memory in chunks, the first when it is opened. Where native access is not granted to
     * {@code hakmem.superslab} it is the JDK's own, which the limit and {@link #stats()} do not count.
     *
     * @return an arena owned by the current thread
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    Arena confinedArena();

    /**
     * Opens an arena for all threads, with the contract of {@link Arena#ofShared()}. Its memory comes from where that of
     * {@link #confinedArena()} does.
     *
     * @return an arena any thread may use and close
     * @throws OffHeapOutOfMemoryError if there is no memory, or the limit is reached
     * @throws IllegalStateException if the allocator is closed
     */
    Arena sharedArena();

    /**
     * Gives memory that holds no live block back to the system now, rather than after the usual delay.
     *
     * @return how many committed bytes were given back
     * @throws IllegalStateException if the allocator is closed
     */
    long trim();

    /**
     * A snapshot of what the allocator holds. It is computed when asked for; while other threads allocate, its figures
     * are each right for some moment during the call, not all for the same one.
     *
     * @return the statistics
     * @throws IllegalStateException if the allocator is closed
     */
    AllocatorStats stats();

    /**
     * Gives everything back. Blocks that are still live become invalid: their segments fail on access, raw addresses
     * must not be used. Arenas that are still open stay valid, and serve what they have
     * room for; until the last of them is closed all memory stays mapped, and segments do not fail yet. Closing a closed
     * allocator does nothing.
     *
     * @throws UnsupportedOperationException if this is the allocator of the process
     * @throws IllegalStateException if a segment of this allocator is in use by a downcall; the allocator is closed to
     *     new calls, and {@code close()} may be called again to give the memory back
     */
    @Override
    void close();

    /** Options of an allocator. A builder is for one thread; it may build several allocators. */
    interface Builder {
        /**
         * Chooses the pool strategy.
         *
         * @param strategy {@code recycling} (the default), {@code fixed}, {@code locked}, or a plug-in's name
         * @return this builder
         */
        Builder pool(String strategy);

        /**
         * Chooses where memory comes from.
         *
         * @param name {@code posix} (the default where it works, otherwise {@code mapped}), {@code mapped}, or a
         *     plug-in's name
         * @return this builder
         */
        Builder memorySource(String name);

        /**
         * Bounds the memory. Small blocks come from SuperSlabs of 2 MiB, large ones from whole pages; where the limit
         * leaves no room for another SuperSlab, small blocks take whole pages too. A limit of several SuperSlabs serves
         * best.
         *
         * @param byteSize the most bytes committed at any time
         * @return this builder
         * @throws IllegalArgumentException if {@code byteSize} is not positive
         */
        Builder limit(long byteSize);

        /**
         * Trades speed for more protection.
         *
         * @param on true for every {@link Hardening}, false for none
         * @return this builder
         */
        Builder hardened(boolean on);

        /**
         * Trades speed for the protections chosen, and for no others.
         *
         * @param options any of them
         * @return this builder
         */
        Builder hardened(Set<Hardening> options);

        /**
         * Makes the allocator.
         *
         * @return a new allocator, to be closed by the caller
         * @throws IllegalArgumentException if the strategy or the memory source is unknown; the message lists those
         *     found
         * @throws UnsupportedOperationException if the memory source that was named does not work here; the message says why,
         *     and whether the builder or the system property named it
         * @throws IllegalStateException if no implementation is on the module path or the class path
         * @throws OffHeapOutOfMemoryError if not even the smallest region can be reserved
         */
        Allocator build();
    }
}
