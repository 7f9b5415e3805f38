package hakmem.bench.soak;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A source that keeps books of its own on what is committed, and refuses what no correct user asks for: to commit a SuperSlab
 * twice, or to decommit one that is not committed. Behind it is another source, or nothing: then its addresses are made up, which
 * does as long as nobody uses the memory, and makes a million commits a matter of seconds. Safe for use by several
 * threads; one reservation at a time.
 */
final class WatchedSource implements MemorySource {
    /** Nothing is ever mapped so high in a process of the platforms the JDK runs on. */
    private static final long MADE_UP_ADDRESS = 1L << 60;

    private static final long PAGE = 4096;

    private final MemorySource real;
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    private WatchedSource(MemorySource real) {
        this.real = real;
    }

    /** A source with nothing behind it. */
    static WatchedSource imaginary() {
        return new WatchedSource(null);
    }

    /** A source that passes on what it is asked for. */
    static WatchedSource watching(MemorySource real) {
        return new WatchedSource(real);
    }

    boolean isReal() {
        return real != null;
    }

    /** SuperSlabs committed now. */
    int committed() {
        return committed.get();
    }

    /** The most SuperSlabs committed at one time. */
    int peak() {
        return peak.get();
    }

    @Override
    public String name() {
        return real == null ? "imaginary" : real.name();
    }

    @Override
    public long pageSize() {
        return real == null ? PAGE : real.pageSize();
    }

    @Override
    public boolean givesBack() {
        return real == null || real.givesBack();
    }

    @Override
    public boolean discards() {
        return real == null || real.discards();
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        return new Watched(real == null ? new MadeUp(byteSize) : real.reserve(byteSize, byteAlignment));
    }

    /** Calls for one SuperSlab are ordered by the region; the marks are atomic to find out if they are not. */
    private final class Watched implements Reservation {
        private final Reservation reservation;
        private final AtomicIntegerArray marks;

        Watched(Reservation reservation) {
            this.reservation = reservation;
            this.marks = new AtomicIntegerArray((int) (reservation.segment().byteSize() >>> SuperSlab.SHIFT));
        }

        @Override
        public MemorySegment segment() {
            return reservation.segment();
        }

        @Override
        public void commit(long offset, long byteSize) throws MemoryRefusedException {
            int index = (int) (offset >>> SuperSlab.SHIFT);
            // A source that keeps what was committed is asked for it again, and the books stay as they are.
            boolean isNew = marks.compareAndSet(index, 0, 1);
            if (!isNew && givesBack()) {
                throw new SoakViolationException("SuperSlab " + index + " was committed twice");
            }
            reservation.commit(offset, byteSize);
            if (isNew) {
                peak.accumulateAndGet(committed.incrementAndGet(), Math::max);
            }
        }

        @Override
        public void decommit(long offset, long byteSize, boolean inaccessible) {
            int index = (int) (offset >>> SuperSlab.SHIFT);
            reservation.decommit(offset, byteSize, inaccessible);
            if (!marks.compareAndSet(index, 1, 0)) {
                throw new SoakViolationException("SuperSlab " + index + " was decommitted, but not committed");
            }
            committed.decrementAndGet();
        }

        @Override
        public void discard(long offset, long byteSize) {
            int index = (int) (offset >>> SuperSlab.SHIFT);
            if (marks.get(index) == 0) {
                throw new SoakViolationException("memory of SuperSlab " + index + " was discarded, but not committed");
            }
            reservation.discard(offset, byteSize);
        }

        @Override
        public void close() {
            reservation.close();
        }
    }

    /** Addresses without memory, which must not be used. */
    private record MadeUp(MemorySegment segment) implements Reservation {
        @SuppressWarnings("restricted")
        MadeUp(long byteSize) {
            this(MemorySegment.ofAddress(MADE_UP_ADDRESS).reinterpret(byteSize));
        }

        @Override
        public void commit(long offset, long byteSize) {}

        @Override
        public void decommit(long offset, long byteSize, boolean inaccessible) {}

        @Override
        public void discard(long offset, long byteSize) {}

        @Override
        public void close() {}
    }
}
