package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.malloc.arena.Carver;
import hakmem.malloc.arena.Chunk;
import hakmem.malloc.arena.ChunkSource;
import hakmem.tiny.SizeClasses;

/**
 * Blocks of the allocator for arenas. A segment of an arena has the arena's lifetime, not the region's: should the allocator
 * be closed first, its memory stays mapped until the last arena is closed.
 */
final class ArenaChunks implements ChunkSource {
    /** The most bytes that a thread keeps from one arena to the next, for each that is open at once. */
    static final long KEPT_BYTES = 64 << 10;

    private static final int LINE = 64;

    private final MallocAllocator allocator;
    private final ThreadChunks kept = new ThreadChunks();

    /** Whose blocks the chunks are: the allocator itself, or a front that stands before it. */
    private final Allocator blocks;

    ArenaChunks(MallocAllocator allocator) {
        this(allocator, allocator);
    }

    private ArenaChunks(MallocAllocator allocator, Allocator blocks) {
        this.allocator = allocator;
        this.blocks = blocks;
    }

    /** The same with blocks of a front. No thread keeps a chunk of these: a front wants to see each freed and taken again. */
    ArenaChunks of(Allocator front) {
        return new ArenaChunks(allocator, front);
    }

    @Override
    public long take(long byteSize) {
        if (!allocator.tryLease()) {
            throw ClosableAllocator.closedException();
        }
        boolean taken = false;
        try {
            long chunk = blocks.malloc(byteSize);
            taken = true;
            return chunk;
        } finally {
            if (!taken) {
                allocator.endLease();
            }
        }
    }

    @Override
    public void give(long chunk) {
        try {
            allocator.freeUnlessClosed(blocks, chunk);
        } finally {
            allocator.endLease();
        }
    }

    /** Small enough to be inlined. */
    @Override
    public Carver takeFirst(long byteSize) {
        KeptChunk mine = kept.take(Thread.currentThread());
        return mine != null ? mine : takeAnother(byteSize);
    }

    private Carver takeAnother(long byteSize) {
        Thread thread = Thread.currentThread();
        KeptChunk mine = kept.takeAny(thread);
        if (mine != null) {
            return mine;
        }
        Chunk first = new Chunk(byteSize);
        Carver carver = new Carver(this, first);
        KeptChunk another = blocks == allocator && !thread.isVirtual() ? new KeptChunk(thread, this, first) : null;
        first.setAddress(take(byteSize));
        if (another != null && isKeepable(first) && keep(another)) {
            carver = another;
        }
        carver.reset();
        return carver;
    }

    private boolean keep(KeptChunk carver) {
        boolean done = false;
        try {
            clearAll(carver.first());
            boolean placed = kept.keep(carver, this::giveChunks);
            done = true;
            return placed;
        } finally {
            if (!done) {
                give(carver.first().address());
            }
        }
    }

    /**
     * No virtual thread keeps a chunk, as there may be a million of them; and none is kept that is a mapping, or became one
     * because there was no room for a slab: the statistics take kept chunks from their size classes, and that memory is wanted
     * elsewhere.
     */
    private boolean isKeepable(Chunk chunk) {
        return Routes.isSmall(chunk.byteSize()) && !allocator.routes().isLarge(chunk.address());
    }

    /** Small enough to be inlined; most arenas are given back in the first branch. */
    @Override
    public void giveFirst(Carver carver) {
        if (carver instanceof KeptChunk mine && mine.isSimple()) {
            // In whole cache lines, of which a chunk consists.
            int carved = ((int) mine.rewind() + LINE - 1) & -LINE;
            boolean cleared = false;
            try {
                allocator.clearLines(mine.first().address(), carved);
                cleared = true;
            } finally {
                if (!cleared) { // no Java heap for it
                    mine.first().setUnclear();
                    mine.reset();
                }
                mine.give();
            }
            if (allocator.isClosed()) {
                revoke(true);
            }
        } else {
            giveSlow(carver);
        }
    }

    /**
     * Fills what was carved with zeros, takes off what is more than a thread may keep, and gives that back.
     *
     * <p>All in one method, which makes it too long for C2 to inline ({@code FreqInlineSize}): were it inlined into the {@code
     * close} of an arena, that would be too much code to be inlined where the arena is used, and no arena would be spared. Which of
     * the two is compiled first is luck otherwise.
     */
    private void giveSlow(Carver carver) {
        Chunk own = carver.cutOwn();
        Chunk rest = carver.first();
        try {
            if (carver instanceof KeptChunk mine) {
                rest = null;
                boolean settled = false;
                try {
                    Chunk last = mine.current();
                    Chunk before = null;
                    long byteSize = 0;
                    boolean isCarved = true;
                    for (Chunk chunk = mine.first(); chunk != null && rest == null; chunk = chunk.next()) {
                        byteSize += chunk.byteSize();
                        if (before != null && (byteSize > KEPT_BYTES || !isKeepable(chunk))) {
                            rest = before.cut();
                        } else if (!chunk.isClear()) {
                            clearAll(chunk);
                        } else if (isCarved) {
                            allocator.clear(chunk.address(), mine.carvedOf(chunk) - chunk.address());
                        }
                        isCarved &= chunk != last;
                        before = chunk;
                    }
                    settled = true;
                } finally {
                    if (!settled) { // no Java heap for it: the first chunk stays, and the next arena clears its blocks
                        rest = mine.first().cut();
                        mine.first().setUnclear();
                    }
                    mine.reset();
                    mine.give();
                }
            }
        } finally {
            try {
                giveAll(own);
            } finally {
                giveAll(rest);
            }
        }
        if (allocator.isClosed()) {
            revoke(true);
        }
    }

    private void clearAll(Chunk chunk) {
        allocator.clear(chunk.address(), chunk.byteSize());
        chunk.setClear();
    }

    private void giveChunks(Carver carver) {
        giveAll(carver.first());
    }

    /** Gives back the chunks that threads keep and do not use; with everything, also those they used of late. */
    void revoke(boolean everything) {
        kept.revoke(everything, this::giveChunks);
    }

    /** How many blocks of each class are chunks that threads keep and do not use. */
    int[] idleByClass() {
        int[] counts = new int[SizeClasses.COUNT];
        kept.forEachIdle(carver -> {
            for (Chunk chunk = carver.first(); chunk != null; chunk = chunk.next()) {
                // Its owner may have taken it since, and chunks that are not to be kept.
                if (Routes.isSmall(chunk.byteSize())) {
                    counts[SizeClasses.of((int) chunk.byteSize())]++;
                }
            }
        });
        return counts;
    }

    /** From now on no chunk is taken. */
    void shut() {
        allocator.refuseLeases();
        revoke(true);
    }
}
