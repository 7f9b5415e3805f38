package hakmem.malloc.arena;

import hakmem.malloc.zero.Zeros;
import hakmem.superslab.internal.Rescope;
import java.lang.foreign.Arena;

/** Where arenas take their memory from. Calls may come from several threads at once. */
public interface ChunkSource {
    /**
     * Takes a chunk. It must stay mapped until it is given back, even if the allocator is closed meanwhile: segments of an
     * arena have the arena's lifetime, not the allocator's.
     *
     * @param byteSize the size in bytes, positive; {@link Long#MAX_VALUE} for what no chunk can hold
     * @return the address of so much native memory, a multiple of 16; its contents are undefined
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory
     * @throws IllegalStateException if the allocator is closed
     */
    long take(long byteSize);

    /**
     * Takes a chunk back. Must work after the allocator was closed too.
     *
     * @param chunk what {@link #take} returned; not used by anybody any more
     */
    void give(long chunk);

    /**
     * Takes a chunk back, and those behind it, also if one of them fails.
     *
     * @param first the first, or null
     */
    default void giveAll(Chunk first) {
        RuntimeException failure = null;
        for (Chunk chunk = first; chunk != null; chunk = chunk.next()) {
            try {
                give(chunk.address());
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Fills a part of a chunk with zeros.
     *
     * @param address where to start
     * @param byteSize how many bytes, not negative
     */
    default void clear(long address, long byteSize) {
        Zeros.clear(Rescope.segment(address, byteSize, Arena.global()), 0, byteSize);
    }

    /**
     * Takes a carver for an arena that the current thread opens, and closes itself: maybe one it has had before, with the
     * chunks that had.
     *
     * @param byteSize the size of its first chunk in bytes; always the same
     * @return a carver that starts in a chunk of that size, mapped as {@link #take} says
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory
     * @throws IllegalStateException if the allocator is closed
     */
    Carver takeFirst(long byteSize);

    /**
     * Takes a carver back, and the chunks it has, in the thread that took it.
     *
     * @param carver what {@link #takeFirst} returned; not used by anybody any more
     */
    void giveFirst(Carver carver);
}
