package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.malloc.arena.Arenas;
import hakmem.malloc.arena.ChunkSource;
import hakmem.tiny.SizeClasses;

/**
 * Blocks of the allocator for arenas. A segment of an arena has the arena's lifetime, not the region's: should the allocator
 * be closed first, its memory stays mapped until the last arena is closed.
 */
final class ArenaChunks implements ChunkSource {
    /** The class of the chunks that threads keep. */
    static final int KEPT_CLASS = SizeClasses.of((int) Arenas.FIRST_CHUNK);

    private final MallocAllocator allocator;
    private final ThreadChunks kept = new ThreadChunks();

    /** Whose blocks the chunks are: the allocator itself, or a front that stands before it. */
    private final Allocator blocks;

    private final Leases leases;

    ArenaChunks(MallocAllocator allocator) {
        this(allocator, allocator, new Leases());
    }

    private ArenaChunks(MallocAllocator allocator, Allocator blocks, Leases leases) {
        this.allocator = allocator;
        this.blocks = blocks;
        this.leases = leases;
    }

    /** The same with blocks of a front. No thread keeps a chunk of these: a front wants to see each freed and taken again. */
    ArenaChunks of(Allocator front) {
        return new ArenaChunks(allocator, front, leases);
    }

    @Override
    public long take(long byteSize) {
        if (!leases.tryEnter()) {
            allocator.unmapIfVacant();
            throw MallocAllocator.closedException();
        }
        boolean taken = false;
        try {
            long chunk = blocks.malloc(byteSize);
            taken = true;
            return chunk;
        } finally {
            if (!taken) {
                leave();
            }
        }
    }

    @Override
    public void give(long chunk) {
        try {
            allocator.freeUnlessClosed(blocks, chunk);
        } finally {
            leave();
        }
    }

    /** Small enough to be inlined: with an arena that is opened and closed in one method, the compiler sees all of it. */
    @Override
    public long takeFirst(long byteSize) {
        KeptChunk mine = kept.take(Thread.currentThread());
        return mine != null ? mine.chunk : takeAnother(byteSize);
    }

    /**
     * No virtual thread keeps a chunk, as there may be a million of them; and none is kept that became a mapping because there
     * was no room for a slab: the statistics take kept chunks from their size class, and that memory is wanted elsewhere.
     */
    private long takeAnother(long byteSize) {
        Thread thread = Thread.currentThread();
        KeptChunk mine = kept.takeAny(thread);
        if (mine != null) {
            return mine.chunk;
        }
        long chunk = take(byteSize);
        if (blocks == allocator && !thread.isVirtual() && !allocator.isLarge(chunk)) {
            boolean done = false;
            try {
                kept.keep(new KeptChunk(thread, chunk), this::give);
                done = true;
            } finally {
                if (!done) {
                    give(chunk);
                }
            }
        }
        return chunk;
    }

    @Override
    public void giveFirst(long chunk) {
        KeptChunk mine = kept.find(Thread.currentThread(), chunk);
        if (mine == null) {
            give(chunk);
            return;
        }
        mine.give();
        if (allocator.isClosed()) {
            revoke(true);
        }
    }

    /** Gives back the chunks that threads keep and do not use; with everything, also those they used of late. */
    void revoke(boolean everything) {
        kept.revoke(everything, this::give);
    }

    /** How many chunks threads keep and do not use. */
    int idle() {
        return kept.idle();
    }

    /** From now on no chunk is taken. */
    void shut() {
        leases.shut();
        revoke(true);
    }

    boolean isVacant() {
        return leases.isVacant();
    }

    private void leave() {
        leases.leave();
        if (allocator.isClosed()) {
            allocator.unmapIfVacant();
        }
    }
}
