package hakmem.malloc.arena;

/** A piece of memory that blocks of arenas are carved from. Belongs to its {@link Carver}; not safe for several threads. */
public final class Chunk {
    private final long byteSize;
    private long address;

    /** Whether it holds nothing but zeros while no arena uses it; else each block is filled with zeros when it is carved. */
    private boolean clear;

    /** The address up to which it was carved, once that goes on elsewhere. */
    long carved;

    /** Link of the chunks of a carver. */
    Chunk next;

    /**
     * Makes the object for a chunk, before the chunk itself is taken: once it is, nothing is left that could fail for want
     * of Java heap.
     *
     * @param byteSize bytes
     */
    public Chunk(long byteSize) {
        this.byteSize = byteSize;
    }

    /**
     * Puts the memory in.
     *
     * @param chunk its address
     */
    public void setAddress(long chunk) {
        address = chunk;
    }

    /**
     * Where it starts.
     *
     * @return the address
     */
    public long address() {
        return address;
    }

    /**
     * Its size.
     *
     * @return bytes
     */
    public long byteSize() {
        return byteSize;
    }

    /**
     * Whether it holds nothing but zeros before it is carved.
     *
     * @return false if its contents are undefined
     */
    public boolean isClear() {
        return clear;
    }

    /** From now on it holds nothing but zeros while no arena uses it: who keeps it sees to that. */
    public void setClear() {
        clear = true;
    }

    /** It may hold something: it could not be filled with zeros. */
    public void setUnclear() {
        clear = false;
    }

    /**
     * The chunk behind this one.
     *
     * @return null if it is the last
     */
    public Chunk next() {
        return next;
    }

    /**
     * Takes the chunks behind this one off.
     *
     * @return the first of them, or null
     */
    public Chunk cut() {
        Chunk rest = next;
        next = null;
        return rest;
    }
}
