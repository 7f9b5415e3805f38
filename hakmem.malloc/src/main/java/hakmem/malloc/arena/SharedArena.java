package hakmem.malloc.arena;

import hakmem.malloc.zero.Zeros;
import hakmem.superslab.internal.Rescope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** An arena any thread may use and close, with the contract of {@link Arena#ofShared()}. */
final class SharedArena implements Arena {
    /*
     * The lock orders allocations against one another and against close. Blocks are filled with zeros outside of it; if
     * the arena is closed meanwhile, the write fails, for the block has the arena's lifetime, and the JDK makes sure that
     * no such write is under way when close returns. So a chunk goes back when nobody can reach it any more: after the
     * lifetime has ended, never before, and never if it could not be ended.
     */
    private final Arena lifetime = Arena.ofShared();
    private final Lock lock = new ReentrantLock();
    private final ChunkSource source;
    private final Chunk first = new Chunk(Carver.FIRST);
    private final Carver carver;
    private boolean closed;

    SharedArena(ChunkSource source) {
        this.source = source;
        carver = new Carver(source, first);
        first.setAddress(source.take(Carver.FIRST));
        carver.reset();
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Carver.checkRequest(byteSize, byteAlignment);
        MemorySegment block = Rescope.segment(carve(byteSize, byteAlignment), byteSize, lifetime);
        Zeros.clear(block, 0, byteSize);
        return block;
    }

    private long carve(long byteSize, long byteAlignment) {
        lock.lock();
        try {
            checkOpen();
            return carver.carve(byteSize, byteAlignment);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MemorySegment.Scope scope() {
        return lifetime.scope();
    }

    /** Fails with nothing changed while a segment is in use by a downcall; the chunks go back after it has succeeded. */
    @Override
    public void close() {
        lock.lock();
        try {
            checkOpen();
            lifetime.close();
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            source.giveAll(carver.cutOwn());
        } finally {
            source.giveAll(first);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw ArenaErrors.closed();
        }
    }
}
