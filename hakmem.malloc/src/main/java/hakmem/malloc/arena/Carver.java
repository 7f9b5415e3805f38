package hakmem.malloc.arena;

/**
 * Carves the blocks of one arena out of chunks; a thread may keep it for the next arena. Not safe for use by several threads:
 * its arena sees to that.
 */
public class Carver {
    /*
     * One chunk at a time is carved from front to back:
     *
     *   address      address + GUARD            next              end
     *      |  guard  |  blocks                    |  free           |
     *
     * The guard keeps every block of the arena off the start of the chunk, which is a block of the allocator: an arena's
     * block that is freed by hand is then refused, as any address inside a block is.
     *
     * A request it has no room for goes on in the next chunk and abandons the rest of this one; a large request gets a chunk
     * of its own instead, and carving goes on in this one. Chunks double, so that an arena of n bytes takes O(log n) of them up
     * to LARGEST, and no more than about half of what it takes lies idle.
     *
     *   first --> ... --> current --> ...     behind the current one: what an earlier arena has taken, kept for this
     */
    /** As the JDK's arenas align in practice, so that code that moves here from there finds nothing changed. */
    static final long ALIGNMENT = 16;

    /** Bytes left free at the start of a chunk. */
    static final long GUARD = ALIGNMENT;

    /** Bytes asked for when the arena is opened: room for a block of 1 KiB. */
    static final long FIRST = 1280;

    /** Bytes of the largest chunk for several blocks. */
    static final long LARGEST = 65536;

    /** Bytes from which a block gets a chunk of its own. */
    static final long OWN = LARGEST / 4;

    private static final long BLOCKS_AT_LEAST = 4;

    final ChunkSource source;
    private final Chunk first;

    /** The chunk being carved. */
    private Chunk current;

    /** Where the free part of the current chunk starts. */
    long next;

    private long end;

    /** The end of the current chunk if what is free in it is zero, else 0. */
    long endOfClear;

    /** Chunks of one large block each, to be given back. */
    private Chunk own;

    /**
     * A carver that starts in a chunk, and goes on in those behind it.
     *
     * @param source where further chunks come from
     * @param first a chunk of the source's, whose memory may be taken later, before {@link #reset}; given back by the caller
     */
    public Carver(ChunkSource source, Chunk first) {
        this.source = source;
        this.first = first;
        reset();
    }

    /** Starts again at the first chunk, when no block is in use any more. */
    public final void reset() {
        own = null;
        goOnIn(first);
    }

    /**
     * Whether only the first chunk was carved.
     *
     * @return false if others were, or were taken for large blocks
     */
    @SuppressWarnings("ReferenceEquality") // two chunks are never the same
    public final boolean isSimple() {
        return current == first && own == null;
    }

    /**
     * Starts again at the first chunk, if it is {@linkplain #isSimple the only one}: nothing but a number changes.
     *
     * @return how many bytes were carved of it, the guard included
     */
    public final long rewind() {
        long address = first.address();
        long carved = next - address;
        next = address + GUARD;
        return carved;
    }

    /**
     * Where carving starts.
     *
     * @return the first chunk
     */
    public final Chunk first() {
        return first;
    }

    /**
     * Where carving has come to.
     *
     * @return the last chunk that was carved
     */
    public final Chunk current() {
        return current;
    }

    /**
     * The address up to which a chunk was carved.
     *
     * @param chunk the current one, or one before it
     * @return an address in the chunk, or its end
     */
    @SuppressWarnings("ReferenceEquality") // two chunks are never the same
    public final long carvedOf(Chunk chunk) {
        return chunk == current ? next : chunk.carved;
    }

    /** Refuses sizes and alignments that no arena allocates. */
    static void checkRequest(long byteSize, long byteAlignment) {
        if (byteSize < 0 || byteAlignment <= 0 || (byteAlignment & (byteAlignment - 1)) != 0) {
            throw ArenaErrors.badRequest(byteSize, byteAlignment);
        }
    }

    /**
     * Carves a block.
     *
     * @param byteSize its size in bytes, not negative
     * @param byteAlignment a power of two
     * @return its address; one of size 0 has an address of its own. Its contents are undefined
     */
    final long carve(long byteSize, long byteAlignment) {
        long alignment = Math.max(byteAlignment, ALIGNMENT);
        long taken = Math.max(byteSize, 1);
        long start = (next + alignment - 1) & -alignment;
        if (taken > end - start) {
            return carveFromAnother(byteSize, alignment);
        }
        next = start + taken;
        return start;
    }

    /** The same, filled with zeros where it is not zero already. */
    final long carveClear(long byteSize, long byteAlignment) {
        long start = carve(byteSize, byteAlignment);
        if (start < current.address() || start >= endOfClear) {
            source.clear(start, byteSize);
        }
        return start;
    }

    private long carveFromAnother(long byteSize, long alignment) {
        long wanted = GUARD + Math.max(byteSize, 1) + alignment - ALIGNMENT;
        if (wanted < 0) {
            wanted = Long.MAX_VALUE;
        }
        if (wanted > OWN) {
            Chunk chunk = take(wanted);
            chunk.next = own;
            own = chunk;
            return (chunk.address() + GUARD + alignment - 1) & -alignment;
        }
        Chunk kept = current.next;
        Chunk chunk = kept != null && kept.byteSize() >= wanted ? kept : takeForSeveral(wanted);
        current.carved = next;
        goOnIn(chunk);
        return carve(byteSize, alignment);
    }

    private Chunk takeForSeveral(long wanted) {
        long several = Math.min(LARGEST, Long.highestOneBit(2 * BLOCKS_AT_LEAST * wanted - 1));
        Chunk chunk = take(Math.max(several, Math.min(LARGEST, 2 * current.byteSize())));
        chunk.next = current.next;
        current.next = chunk;
        return chunk;
    }

    private void goOnIn(Chunk chunk) {
        current = chunk;
        next = chunk.address() + GUARD;
        end = chunk.address() + chunk.byteSize();
        endOfClear = chunk.isClear() ? end : 0;
    }

    private Chunk take(long byteSize) {
        Chunk chunk = new Chunk(byteSize);
        chunk.setAddress(source.take(byteSize));
        return chunk;
    }

    /**
     * Takes off the chunks of large blocks.
     *
     * @return the first of them, or null
     */
    public final Chunk cutOwn() {
        Chunk chunks = own;
        own = null;
        return chunks;
    }
}
