package hakmem.malloc.arena;

import java.lang.foreign.MemorySegment;

/** Where arenas take their memory from. Calls may come from several threads at once. */
public interface ChunkSource {
    /**
     * Takes a chunk. It must stay mapped until it is given back, even if the allocator is closed meanwhile: segments of an
     * arena have the arena's lifetime, not the allocator's.
     *
     * @param byteSize the least size in bytes, positive; {@link Long#MAX_VALUE} for what no chunk can hold
     * @return native memory of at least that size at a multiple of 16, its contents undefined, accessible from any thread
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory
     * @throws IllegalStateException if the allocator is closed
     */
    MemorySegment take(long byteSize);

    /**
     * Takes a chunk back. Must work after the allocator was closed too.
     *
     * @param chunk what {@link #take} returned, not used by anybody any more
     */
    void give(MemorySegment chunk);
}
