package hakmem.superslab.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A range of addresses as a segment for any thread. Its end closes the segment, and unmaps the range or leaves it to the
 * caller. To be ended by one thread at a time.
 */
final class Lifetime {
    private final Platform platform;
    private final Arena arena;
    private final MemorySegment segment;

    /** Read by the clean-up of the arena, which runs in the thread that closes it. */
    private boolean unmaps;

    @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // ended by its owner; if it never is, nothing is unmapped
    Lifetime(Platform platform, long address, long byteSize) {
        this.platform = platform;
        this.arena = Arena.ofShared();
        this.segment = MemorySegment.ofAddress(address).reinterpret(byteSize, arena, this::ended);
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
     * @param unmap whether to unmap the range as well
     * @throws IllegalStateException if the segment is in use by a downcall; nothing has changed then
     */
    void end(boolean unmap) {
        unmaps = unmap;
        arena.close();
    }

    private void ended(MemorySegment closed) {
        if (unmaps) {
            PosixReservation.unmap(platform, closed);
        }
    }
}
