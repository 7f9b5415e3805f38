package hakmem.bench.peer;

/** An allocator whose blocks are named by their addresses. */
public non-sealed interface AddressPeer extends Peer {
    /**
     * Allocates a block.
     *
     * @param byteSize bytes, at least 1
     * @return its address, never 0
     */
    long malloc(long byteSize);

    /**
     * Allocates a block that is aligned.
     *
     * @param byteAlignment bytes, a power of two, at most 16
     * @param byteSize bytes, at least 1
     * @return its address, never 0
     */
    long alignedAlloc(long byteAlignment, long byteSize);

    /**
     * Frees a block.
     *
     * @param address what {@link #malloc} or {@link #alignedAlloc} returned
     */
    void free(long address);

    /**
     * Frees a block, telling its size, which spares some allocators finding it out.
     *
     * @param address what {@link #malloc} returned
     * @param byteSize what was asked for
     */
    default void free(long address, long byteSize) {
        free(address);
    }
}
