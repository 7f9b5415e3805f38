package hakmem.bench.peer;

/** An allocator whose blocks are named by Java objects. */
public non-sealed interface ObjectPeer extends Peer {
    /**
     * Allocates a block.
     *
     * @param byteSize bytes, at least 1
     * @return the object that stands for it, never null
     */
    Object allocate(long byteSize);

    /**
     * Where a block lies.
     *
     * @param block what {@link #allocate} returned
     * @return its address
     */
    long address(Object block);

    /**
     * How large a block is.
     *
     * @param block what {@link #allocate} returned
     * @return the bytes that were asked for
     */
    long byteSize(Object block);

    /**
     * Frees a block.
     *
     * @param block what {@link #allocate} returned
     */
    void free(Object block);
}
