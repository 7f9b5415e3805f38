package hakmem.malloc.arena;

import hakmem.superslab.internal.Rescope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Carves the blocks of one arena out of chunks. Not safe for use by several threads: its arena sees to that.
 */
final class Carver {
    /*
     * One chunk at a time is carved from front to back:
     *
     *   chunk      base      base + GUARD            next              end
     *               |  guard  |  blocks             |  free           |
     *
     * The guard keeps every block of the arena off the start of the chunk, which is a block of the allocator: an arena's
     * block that is freed by hand is then refused, as any address inside a block is.
     *
     * A request it has no room for starts another chunk and abandons the rest of this one; a large request gets a chunk of
     * its own instead, and carving goes on in this one. Chunks double, so that an arena of n bytes takes O(log n) of them up
     * to LARGEST, and no more than about half of what it takes lies idle.
     *
     * The shape follows what the compiler makes of it. An arena that is opened, used and closed within one method should
     * cost no object and a few nanoseconds, which takes all of it inlined, and the compiler does not inline what it has
     * already compiled to more than a few kilobytes. So the first chunk is taken when the arena is opened: with that in
     * carve(), one block cost 35 ns rather than 4, and 224 bytes of garbage rather than none. It is kept in a field, not in
     * the list, so that giving it back takes no loop.
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

    private final ChunkSource source;
    private final Arena lifetime;

    /** Chunks as they were taken, to be given back; without the first. */
    private Taken others;

    /** The chunk being carved. */
    private long next;

    private long end;
    private long nextSize;

    /** Made before the chunk is taken: once it is, there is nothing left that could fail for want of Java heap. */
    private static final class Taken {
        private final Taken before;
        private long chunk;

        Taken(Taken before) {
            this.before = before;
        }
    }

    /**
     * A carver that has nothing to carve until it is {@linkplain #start started}.
     *
     * @param source where chunks come from
     * @param lifetime what blocks live as long as
     */
    Carver(ChunkSource source, Arena lifetime) {
        this.source = source;
        this.lifetime = lifetime;
    }

    /**
     * Starts with a chunk.
     *
     * @param chunk its address; the caller gives it back
     * @param byteSize its size in bytes
     */
    void start(long chunk, long byteSize) {
        next = chunk + GUARD;
        end = chunk + byteSize;
        nextSize = Math.min(LARGEST, 2 * byteSize);
    }

    /** Refuses sizes and alignments that no arena allocates. */
    static void checkRequest(long byteSize, long byteAlignment) {
        if (byteSize < 0 || byteAlignment <= 0 || (byteAlignment & (byteAlignment - 1)) != 0) {
            throw ArenaErrors.badRequest(byteSize, byteAlignment);
        }
    }

    /**
     * Carves a block. Small enough to inline.
     *
     * @param byteSize its size in bytes, not negative
     * @param byteAlignment a power of two
     * @return a block with the arena's lifetime, its contents undefined; one of size 0 has an address of its own
     */
    MemorySegment carve(long byteSize, long byteAlignment) {
        long alignment = Math.max(byteAlignment, ALIGNMENT);
        long taken = Math.max(byteSize, 1);
        long start = (next + alignment - 1) & -alignment;
        if (taken > end - start) {
            return carveFromAnother(byteSize, alignment);
        }
        next = start + taken;
        return Rescope.segment(start, byteSize, lifetime);
    }

    private MemorySegment carveFromAnother(long byteSize, long alignment) {
        long wanted = GUARD + Math.max(byteSize, 1) + alignment - ALIGNMENT;
        if (wanted < 0) {
            wanted = Long.MAX_VALUE;
        }
        if (wanted > OWN) {
            long own = take(wanted) + GUARD;
            return Rescope.segment((own + alignment - 1) & -alignment, byteSize, lifetime);
        }
        long several = Math.min(LARGEST, Long.highestOneBit(2 * BLOCKS_AT_LEAST * wanted - 1));
        long size = Math.max(several, nextSize);
        start(take(size), size);
        return carve(byteSize, alignment);
    }

    /** Takes a chunk, and notes it before anything else can fail, so that it is given back whatever happens. */
    private long take(long byteSize) {
        Taken note = new Taken(others);
        note.chunk = source.take(byteSize);
        others = note;
        return note.chunk;
    }

    /** Gives every chunk back but the first, also if giving one back fails. To be called once, after the lifetime has ended. */
    void giveBack() {
        if (others != null) {
            giveOthersBack(others);
        }
    }

    private void giveOthersBack(Taken last) {
        RuntimeException failure = null;
        for (Taken taken = last; taken != null; taken = taken.before) {
            try {
                source.give(taken.chunk);
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
}
