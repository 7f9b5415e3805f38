package hakmem.malloc.arena;

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
     * Takes the first chunk of an arena that the current thread opens, and closes itself: maybe one it has had before.
     *
     * @param byteSize the size in bytes; always the same
     * @return as {@link #take}
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory
     * @throws IllegalStateException if the allocator is closed
     */
    long takeFirst(long byteSize);

    /**
     * Takes the first chunk of an arena back, in the thread that took it.
     *
     * @param chunk what {@link #takeFirst} returned, not used by anybody any more
     */
    void giveFirst(long chunk);

    /**
     * Takes a chunk back. Must work after the allocator was closed too.
     *
     * @param chunk what {@link #take} returned; not used by anybody any more
     */
    void give(long chunk);
}
