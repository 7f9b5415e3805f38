package hakmem.tck;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A source of memory for tests, of the JDK's shared arenas: it works everywhere, and all of a reservation is there from the
 * start. Memory decommitted or discarded is filled with zeros, which is what a source that gives it back would show. Safe for use by
 * several threads.
 */
public final class ArenaSource implements MemorySource {
    /** Makes a source. */
    public ArenaSource() {}

    @Override
    public String name() {
        return "arena";
    }

    @Override
    public long pageSize() {
        return 4096;
    }

    @Override
    public boolean givesBack() {
        return true;
    }

    @Override
    public boolean discards() {
        return true;
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        return new ArenaReservation(byteSize, byteAlignment);
    }

    private static final class ArenaReservation implements Reservation {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Arena arena;
        private final MemorySegment segment;

        @SuppressWarnings("MustBeClosedChecker") // closed with the reservation
        ArenaReservation(long byteSize, long byteAlignment) throws MemoryRefusedException {
            arena = Arena.ofShared();
            try {
                segment = arena.allocate(byteSize, byteAlignment);
            } catch (OutOfMemoryError e) {
                arena.close();
                throw new MemoryRefusedException(
                        MemoryRefusedException.Reason.SYSTEM, byteSize + " bytes: " + e.getMessage());
            }
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void commit(long offset, long byteSize) {}

        @Override
        public void decommit(long offset, long byteSize, boolean inaccessible) {
            segment.asSlice(offset, byteSize).fill((byte) 0);
        }

        @Override
        public void discard(long offset, long byteSize) {
            segment.asSlice(offset, byteSize).fill((byte) 0);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                boolean done = false;
                try {
                    arena.close();
                    done = true;
                } finally {
                    if (!done) {
                        closed.set(false);
                    }
                }
            }
        }
    }
}
