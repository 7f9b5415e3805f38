package hakmem.malloc.arena;

import hakmem.malloc.zero.Zeros;
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
    private final Carver carver;
    private final long first;
    private boolean closed;

    SharedArena(ChunkSource source) {
        this.source = source;
        carver = new Carver(source, lifetime);
        first = source.take(Carver.FIRST);
        carver.start(first, Carver.FIRST);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Carver.checkRequest(byteSize, byteAlignment);
        MemorySegment block = carve(byteSize, byteAlignment);
        Zeros.clear(block, 0, byteSize);
        return block;
    }

    private MemorySegment carve(long byteSize, long byteAlignment) {
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
            carver.giveBack();
        } finally {
            source.give(first);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw ArenaErrors.closed();
        }
    }
}
