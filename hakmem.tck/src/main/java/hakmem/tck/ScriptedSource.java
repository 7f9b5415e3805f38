package hakmem.tck;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source of memory that counts, and fails, when a test says so; otherwise it does what another source does. Safe for use by
 * several threads.
 */
public final class ScriptedSource implements MemorySource {
    private final MemorySource delegate;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong decommits = new AtomicLong();
    private final AtomicLong discards = new AtomicLong();
    private volatile Step onCommit = number -> {};
    private volatile Step onDecommit = number -> {};
    private volatile Step onDiscard = number -> {};

    /** What to do before a commit, a decommit or a discard is passed on. It may throw, refuse, or wait. */
    @FunctionalInterface
    public interface Step {
        /**
         * Called by the thread that commits, decommits or discards.
         *
         * @param number the how manieth it is since the source was made, from 1
         * @throws MemoryRefusedException to refuse; not for a decommit or a discard
         */
        void before(long number) throws MemoryRefusedException;
    }

    /**
     * Makes a source that does what another does.
     *
     * @param delegate the other
     */
    public ScriptedSource(MemorySource delegate) {
        this.delegate = delegate;
    }

    /**
     * Sets what happens before each commit from now on.
     *
     * @param step what to do
     */
    public void onCommit(Step step) {
        onCommit = step;
    }

    /**
     * Sets what happens before each decommit from now on.
     *
     * @param step what to do
     */
    public void onDecommit(Step step) {
        onDecommit = step;
    }

    /**
     * Sets what happens before each discard from now on.
     *
     * @param step what to do
     */
    public void onDiscard(Step step) {
        onDiscard = step;
    }

    /**
     * Refuses one commit.
     *
     * @param number which, counted from now; 1 is the next
     */
    public void refuseCommit(long number) {
        long refused = commits() + number;
        onCommit(now -> {
            if (now == refused) {
                throw new MemoryRefusedException(Reason.SYSTEM, "commit " + now + " is refused by the script");
            }
        });
    }

    /**
     * The commits asked for.
     *
     * @return their number since the source was made, refused ones included
     */
    public long commits() {
        return commits.get();
    }

    /**
     * The decommits asked for.
     *
     * @return their number since the source was made, failed ones included
     */
    public long decommits() {
        return decommits.get();
    }

    @Override
    public String name() {
        return "scripted " + delegate.name();
    }

    @Override
    public long pageSize() {
        return delegate.pageSize();
    }

    @Override
    public boolean givesBack() {
        return delegate.givesBack();
    }

    @Override
    public boolean discards() {
        return delegate.discards();
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        Reservation reservation = delegate.reserve(byteSize, byteAlignment);
        return new Reservation() {
            @Override
            public MemorySegment segment() {
                return reservation.segment();
            }

            @Override
            public void commit(long offset, long size) throws MemoryRefusedException {
                onCommit.before(commits.incrementAndGet());
                reservation.commit(offset, size);
            }

            @Override
            public void decommit(long offset, long size, boolean inaccessible) {
                take(onDecommit, decommits.incrementAndGet());
                reservation.decommit(offset, size, inaccessible);
            }

            @Override
            public void discard(long offset, long size) {
                take(onDiscard, discards.incrementAndGet());
                reservation.discard(offset, size);
            }

            @Override
            public void close() {
                reservation.close();
            }
        };
    }

    private static void take(Step step, long number) {
        try {
            step.before(number);
        } catch (MemoryRefusedException e) {
            throw new IllegalStateException("this cannot be refused, only fail", e);
        }
    }
}
