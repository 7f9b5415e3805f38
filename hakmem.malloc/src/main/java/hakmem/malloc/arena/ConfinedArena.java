package hakmem.malloc.arena;

import hakmem.superslab.internal.Rescope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An arena for one thread, with the contract of {@link Arena#ofConfined()}. */
final class ConfinedArena implements Arena {
    /*
     * The shape follows what the compiler makes of it. An arena that is opened, used and closed within one method should
     * cost no object and a few nanoseconds.
     *
     * That takes open, allocate and close inlined, and the compiler does not inline what it has compiled to more than a few
     * kilobytes, as it has any method that fills memory with zeros. So a thread's first chunk is taken when the arena is
     * opened, and is all zeros then: it is filled with them when it goes back, as far as it was carved, in one go and out of
     * line.
     *
     * And it takes that nothing of the arena is passed to a method that is not inlined. What changes is in the carver, which
     * the thread keeps from one arena to the next; the slow paths are methods of that, and know nothing of the arena. The
     * segment is made after them, in one place.
     */
    private final Thread owner = Thread.currentThread();
    private final Arena lifetime = Arena.ofConfined();
    private final Carver carver;
    private boolean closed;

    private ConfinedArena(Carver carver) {
        this.carver = carver;
    }

    /** Opens an arena; if there is no Java heap for it the chunk goes back. */
    static ConfinedArena open(ChunkSource source) {
        Carver carver = source.takeFirst(Carver.FIRST);
        boolean opened = false;
        try {
            ConfinedArena arena = new ConfinedArena(carver);
            opened = true;
            return arena;
        } finally {
            if (!opened) {
                source.giveFirst(carver);
            }
        }
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        Carver.checkRequest(byteSize, byteAlignment);
        checkAccess();
        Carver mine = carver;
        long alignment = Math.max(byteAlignment, Carver.ALIGNMENT);
        long taken = Math.max(byteSize, 1);
        long start = (mine.next + alignment - 1) & -alignment;
        if (taken <= mine.endOfClear - start) {
            mine.next = start + taken;
        } else {
            start = mine.carveClear(byteSize, byteAlignment);
        }
        return Rescope.segment(start, byteSize, lifetime);
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
        carver.source.giveFirst(carver);
    }

    /** Before anything of the carver is touched: it may be another arena's by now, once this one is closed. */
    private void checkAccess() {
        if (Thread.currentThread() != owner) {
            throw ArenaErrors.wrongThread(owner);
        }
        if (closed) {
            throw ArenaErrors.closed();
        }
    }
}
