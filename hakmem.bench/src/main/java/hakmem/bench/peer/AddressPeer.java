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
     * Frees a block.
     *
     * @param address what {@link #malloc} returned
     */
    void free(long address);
}
