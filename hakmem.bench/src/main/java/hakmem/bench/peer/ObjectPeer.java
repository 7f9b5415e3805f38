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
     * Allocates a block that is aligned, if the allocator can be asked for that ({@link #alignment()} tells what it does
     * anyway).
     *
     * @param byteAlignment bytes, a power of two, at most 16
     * @param byteSize bytes, at least 1
     * @return the object that stands for it, never null
     */
    Object allocate(long byteAlignment, long byteSize);

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
