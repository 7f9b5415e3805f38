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
     *   chunk      base            next              end
     *               |  blocks       |  free           |
     *
     * A request it has no room for starts another chunk and abandons the rest of this one; a large request gets a chunk of
     * its own instead. The first chunk is a few times the first request, for most arenas hold few blocks of one kind; the
     * next ones double, so that an arena of n bytes takes O(log n) chunks, and at most half of what it takes lies idle.
     *
     * The first chunk is kept in a field of its own rather than in the list: an arena with one chunk, opened and closed in
     * one method, then needs no object that the compiler cannot remove.
     */
    /** As the JDK's arenas align in practice, so that code that moves here from there finds nothing changed. */
    static final long ALIGNMENT = 16;

    /** Bytes of the smallest chunk asked for. */
    static final long SMALLEST = 256;

    /** Bytes of the largest first chunk for several blocks. */
    static final long LARGEST_FIRST = 4096;

    /** Bytes of the largest chunk for several blocks. */
    static final long LARGEST = 65536;

    /** Bytes from which a block gets a chunk of its own. */
    static final long OWN = LARGEST / 4;

    private static final long BLOCKS_AT_LEAST = 4;

    private final ChunkSource source;
    private final Arena lifetime;

    /** Chunks as they were taken, to be given back. */
    private MemorySegment first;

    private Taken others;

    /** The chunk being carved, with the arena's lifetime. */
    private MemorySegment chunk;

    private long base;
    private long next;
    private long end;
    private long nextSize = SMALLEST;

    private record Taken(MemorySegment chunk, Taken before) {}

    /**
     * Makes a carver that has taken nothing yet.
     *
     * @param source where chunks come from
     * @param lifetime what blocks live as long as
     */
    Carver(ChunkSource source, Arena lifetime) {
        this.source = source;
        this.lifetime = lifetime;
    }

    /** Refuses sizes and alignments that no arena allocates. */
    static void checkRequest(long byteSize, long byteAlignment) {
        if (byteSize < 0 || byteAlignment <= 0 || (byteAlignment & byteAlignment - 1) != 0) {
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
        long start = next + alignment - 1 & -alignment;
        long taken = Math.max(byteSize, 1);
        if (taken > end - start) {
            return carveFromAnother(byteSize, alignment);
        }
        next = start + taken;
        return chunk.asSlice(start - base, byteSize);
    }

    private MemorySegment carveFromAnother(long byteSize, long alignment) {
        long wanted = Math.max(byteSize, 1) + (alignment > ALIGNMENT ? alignment - ALIGNMENT : 0);
        if (wanted < 0) {
            wanted = Long.MAX_VALUE;
        }
        if (wanted > OWN) {
            MemorySegment own = take(wanted);
            return own.asSlice(-own.address() & alignment - 1, byteSize);
        }
        MemorySegment another = take(sizeFor(wanted));
        chunk = another;
        base = another.address();
        next = base;
        end = base + another.byteSize();
        nextSize = Math.min(LARGEST, 2 * another.byteSize());
        return carve(byteSize, alignment);
    }

    private long sizeFor(long wanted) {
        long several = Long.highestOneBit(2 * BLOCKS_AT_LEAST * wanted - 1);
        long bounded = Math.min(several, first == null ? LARGEST_FIRST : LARGEST);
        return Math.max(wanted, Math.max(bounded, nextSize));
    }

    /** Takes a chunk, notes it, and gives it the arena's lifetime; if that fails, nothing is left behind. */
    private MemorySegment take(long byteSize) {
        MemorySegment taken = source.take(byteSize);
        boolean noted = false;
        try {
            if (taken.byteSize() < byteSize) {
                throw ArenaErrors.chunkTooSmall(byteSize, taken.byteSize());
            }
            MemorySegment rescoped = Rescope.rescope(taken, lifetime);
            if (first == null) {
                first = taken;
            } else {
                others = new Taken(taken, others);
            }
            noted = true;
            return rescoped;
        } finally {
            if (!noted) {
                source.give(taken);
            }
        }
    }

    /** Gives every chunk back, also if giving one back fails. To be called once, after the lifetime has ended. */
    void giveBack() {
        MemorySegment only = first;
        if (only != null) {
            try {
                source.give(only);
            } finally {
                if (others != null) {
                    giveOthersBack(others);
                }
            }
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
