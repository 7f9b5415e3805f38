package hakmem.malloc.arena;

import hakmem.malloc.zero.Zeros;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An arena for one thread, with the contract of {@link Arena#ofConfined()}. Opened, used and closed within one compiled
 * method it makes no object: fields are few, methods small enough to inline.
 */
final class ConfinedArena implements Arena {
    private final Thread owner = Thread.currentThread();
    private final Arena lifetime = Arena.ofConfined();
    private final ChunkSource source;
    private final Carver carver;
    private final long first;
    private boolean closed;

    ConfinedArena(ChunkSource source) {
        this.source = source;
        carver = new Carver(source, lifetime);
        first = source.takeFirst(Carver.FIRST);
        carver.start(first, Carver.FIRST);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Carver.checkRequest(byteSize, byteAlignment);
        checkAccess();
        MemorySegment block = carver.carve(byteSize, byteAlignment);
        Zeros.clear(block, 0, byteSize);
        return block;
    }

    @Override
    public MemorySegment.Scope scope() {
        return lifetime.scope();
    }

    /** Fails with nothing changed while a segment is in use by a downcall; the chunks go back after it has succeeded. */
    @Override
    public void close() {
        checkAccess();
        lifetime.close();
        closed = true;
        try {
            carver.giveBack();
        } finally {
            source.giveFirst(first);
        }
    }

    private void checkAccess() {
        if (Thread.currentThread() != owner) {
            throw ArenaErrors.wrongThread(owner);
        }
        if (closed) {
            throw ArenaErrors.closed();
        }
    }
}
