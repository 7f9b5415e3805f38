package hakmem.fuzz;

import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The source {@code posix}, except that it counts the calls and lets some of them fail, as a test says. Calls of the housekeeper
 * are not counted and never fail, so that a program makes the same calls every time. Found by the name {@value #NAME} like any
 * plug-in; there is one script for the process.
 */
public final class FaultySource implements MemorySourceProvider {
    static final String NAME = "faulty";

    private static final String HOUSEKEEPER = "hakmem-housekeeper";
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final AtomicInteger STRUCK = new AtomicInteger();
    private static final AtomicInteger RESERVATIONS = new AtomicInteger();
    private static volatile Script script = new Script(Fault.REFUSES, 0, 0);

    /** Which calls fail: those numbered {@code first} to {@code last}, from 1; none if {@code last} is 0. */
    record Script(Fault fault, int first, int last) {}

    /** For {@link java.util.ServiceLoader}. */
    public FaultySource() {}

    /** Starts counting from 1, by a new script. */
    static void follow(Script next) {
        script = next;
        CALLS.set(0);
        STRUCK.set(0);
    }

    /** No call fails any more. */
    static void heal() {
        script = new Script(Fault.REFUSES, 0, 0);
    }

    /** Calls since the script began. */
    static int calls() {
        return CALLS.get();
    }

    /** Calls that failed since the script began. */
    static int struck() {
        return STRUCK.get();
    }

    /** Reservations that are not closed. */
    static int reservations() {
        return RESERVATIONS.get();
    }

    private static void step(String call, boolean mayRefuse) throws MemoryRefusedException {
        if (Thread.currentThread().getName().equals(HOUSEKEEPER)) {
            return;
        }
        Script now = script;
        int number = CALLS.incrementAndGet();
        if (number >= now.first && number <= now.last) {
            STRUCK.incrementAndGet();
            now.fault.strike(call + ", call " + number + ",", mayRefuse);
        }
    }

    private static void stepWithoutRefusal(String call) {
        try {
            step(call, false);
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "fails as a test tells it";
    }

    @Override
    public MemorySource open() {
        MemorySource real = MemorySources.open(Optional.of("posix"));
        return new MemorySource() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public long pageSize() {
                return real.pageSize();
            }

            @Override
            public boolean givesBack() {
                return real.givesBack();
            }

            @Override
            public boolean movesPages() {
                return real.movesPages();
            }

            @Override
            public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
                step("reserve", true);
                return new Counted(real.reserve(byteSize, byteAlignment));
            }
        };
    }

    private static final class Counted implements Reservation {
        private final Reservation real;
        private boolean closed;

        Counted(Reservation real) {
            this.real = real;
            RESERVATIONS.incrementAndGet();
        }

        @Override
        public MemorySegment segment() {
            return real.segment();
        }

        @Override
        public void commit(long offset, long byteSize) throws MemoryRefusedException {
            step("commit", true);
            real.commit(offset, byteSize);
        }

        @Override
        public void decommit(long offset, long byteSize, boolean inaccessible) {
            stepWithoutRefusal("decommit");
            real.decommit(offset, byteSize, inaccessible);
        }

        @Override
        public void takeOver(Reservation from, long keptBytes, long byteSize) throws MemoryRefusedException {
            step("takeOver", true);
            Counted other = (Counted) from;
            real.takeOver(other.real, keptBytes, byteSize);
            synchronized (other) {
                other.closed = true;
                RESERVATIONS.decrementAndGet();
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                stepWithoutRefusal("close");
                real.close();
                closed = true;
                RESERVATIONS.decrementAndGet();
            }
        }
    }
}
