package hakmem.superslab.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A range of addresses as a segment for any thread, until its end. The range itself is left to the caller: unmapping it in
 * the clean-up of the arena would make an object after the segment has been closed for good, for which there may be no room. To
 * be ended by one thread at a time.
 */
final class Lifetime {
    private final Arena arena;
    private final MemorySegment segment;

    @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // ended by its owner
    Lifetime(MemorySegment range) {
        this.arena = Arena.ofShared();
        this.segment = range.reinterpret(arena, null);
    }

    MemorySegment segment() {
        return segment;
    }

    boolean isAlive() {
        return segment.scope().isAlive();
    }

    /**
     * Ends it.
     *
     * @throws IllegalStateException if the segment is in use by a downcall; nothing has changed then
     */
    void end() {
        arena.close();
    }
}
