package hakmem.large;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A memory source over JDK arenas that fails when told to, and counts what it has handed out. */
final class ScriptedSource implements MemorySource {
    static final long PAGE = 4096;

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger reserves = new AtomicInteger();
    final AtomicLong committed = new AtomicLong();
    final AtomicLong mostCommitted = new AtomicLong();

    /** Calls to reserve and commit together until one fails; negative for never. */
    private final AtomicInteger callsToFailure = new AtomicInteger(-1);

    private volatile Supplier<Throwable> failure = () -> new MemoryRefusedException(Reason.SYSTEM, "scripted");
    private volatile boolean givesBack = true;
    private volatile boolean busy;
    private volatile boolean dies;
    private volatile boolean moves = true;
    private final AtomicReference<Runnable> onGivingBack = new AtomicReference<>();
    final AtomicInteger moved = new AtomicInteger();

    /** The n-th call to reserve or commit from now on, counted from 0, fails. */
    void failAfter(int calls, Supplier<Throwable> with) {
        failure = with;
        callsToFailure.set(calls);
    }

    void failNoMore() {
        callsToFailure.set(-1);
    }

    /** Whether every close is refused, as that of a segment in use by a downcall is. */
    void busy(boolean on) {
        busy = on;
    }

    /** Whether every close and decommit ends with an error. */
    void dies(boolean on) {
        dies = on;
    }

    void givesBack(boolean on) {
        givesBack = on;
    }

    /** Does something in the middle of the next close or decommit, while its memory is committed still. */
    void onGivingBack(Runnable once) {
        onGivingBack.set(once);
    }

    private void giveBack() {
        Runnable once = onGivingBack.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }

    void movesPages(boolean on) {
        moves = on;
    }

    @Override
    public boolean movesPages() {
        return moves;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public long pageSize() {
        return PAGE;
    }

    @Override
    public boolean givesBack() {
        return givesBack;
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        failIfDue();
        if (byteSize > 1L << 30) {
            throw new MemoryRefusedException(Reason.SYSTEM, byteSize + " bytes are too many for a test");
        }
        reserves.incrementAndGet();
        return new ArenaReservation(byteSize, byteAlignment);
    }

    private void failIfDue() throws MemoryRefusedException {
        if (callsToFailure.get() >= 0 && callsToFailure.getAndDecrement() == 0) {
            switch (failure.get()) {
                case MemoryRefusedException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new AssertionError(e);
            }
        }
    }

    private final class ArenaReservation implements Reservation {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment segment;
        private long committedHere;
        private boolean closed;

        ArenaReservation(long byteSize, long byteAlignment) {
            segment = arena.allocate(byteSize, byteAlignment);
            open.incrementAndGet();
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public synchronized void commit(long offset, long byteSize) throws MemoryRefusedException {
            failIfDue();
            committedHere += byteSize;
            mostCommitted.accumulateAndGet(committed.addAndGet(byteSize), Math::max);
        }

        @Override
        public synchronized void decommit(long offset, long byteSize, boolean inaccessible) {
            dieIfToldTo();
            giveBack();
            if (givesBack) {
                segment.asSlice(offset, byteSize).fill((byte) 0);
                committedHere -= byteSize;
                committed.addAndGet(-byteSize);
            }
        }

        private void dieIfToldTo() {
            if (dies) {
                throw new OutOfMemoryError("of the Java heap, says the script");
            }
        }

        /** Copies, and counts as if it had not. */
        @Override
        public synchronized void takeOver(Reservation from, long keptBytes, long byteSize)
                throws MemoryRefusedException {
            ArenaReservation other = (ArenaReservation) from;
            failIfDue();
            synchronized (other) {
                if (busy) {
                    throw new IllegalStateException("in use, says the script");
                }
                MemorySegment.copy(other.segment, 0, segment, 0, keptBytes);
                committedHere = byteSize;
                mostCommitted.accumulateAndGet(committed.addAndGet(byteSize - keptBytes), Math::max);
                other.arena.close();
                other.closed = true;
                open.decrementAndGet();
            }
            moved.incrementAndGet();
        }

        @Override
        public synchronized void close() {
            if (busy) {
                throw new IllegalStateException("in use, says the script");
            }
            dieIfToldTo();
            if (!closed) {
                giveBack();
                arena.close();
                closed = true;
                open.decrementAndGet();
                committed.addAndGet(-committedHere);
            }
        }
    }
}
