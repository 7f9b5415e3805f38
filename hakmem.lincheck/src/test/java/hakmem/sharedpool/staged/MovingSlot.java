package hakmem.sharedpool.staged;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;

/** A slot that is moved from one of two masks to the other, and is nobody's: whoever looks for it must find it. */
public class MovingSlot {
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger(1);
    private final Transit transit = new Transit();
    private final CommitGate gate = new CommitGate(transit);

    /** As a thread does that makes a run of slots. */
    @Operation
    public void moveToTheLeft() {
        move(right, left);
    }

    /** The other way. */
    @Operation
    public void moveToTheRight() {
        move(left, right);
    }

    private void move(AtomicInteger from, AtomicInteger to) {
        begin();
        if (from.compareAndSet(1, 0)) {
            to.set(1);
        }
        end();
    }

    /** As a thread does that may be refused: whether it finds the slot. */
    @Operation
    public boolean find() {
        for (int round = 0; ; round++) {
            long seen = epoch();
            if (left.get() + right.get() != 0) {
                return true;
            }
            if (!mayRetry(seen, round)) {
                return false;
            }
        }
    }

    long epoch() {
        return transit.epoch();
    }

    void begin() {
        transit.begin();
    }

    void end() {
        transit.end();
    }

    boolean mayRetry(long seen, int round) {
        return gate.mayRetry(seen, round);
    }

    /** What should come of it. */
    public static class Specification {
        /** Nobody can tell. */
        public void moveToTheLeft() {}

        /** Nor this. */
        public void moveToTheRight() {}

        /** Always. */
        public boolean find() {
            return true;
        }
    }

    /** The same with words of its own, one step in the wrong place. Who waits spins. */
    abstract static class Broken extends MovingSlot {
        final AtomicLong epoch = new AtomicLong();
        final AtomicLong underway = new AtomicLong();

        @Override
        long epoch() {
            return epoch.get();
        }

        @Override
        void begin() {
            underway.incrementAndGet();
        }

        @Override
        void end() {
            epoch.incrementAndGet();
            underway.decrementAndGet();
        }

        @Override
        boolean mayRetry(long seen, int round) {
            while (underway.get() != 0 && epoch.get() == seen) {
                Thread.onSpinWait();
            }
            return epoch.get() != seen;
        }
    }

    /** The end of a move is seen before what it brought. */
    public static class EpochRaisedLast extends Broken {
        @Override
        void end() {
            underway.decrementAndGet();
            epoch.incrementAndGet();
        }
    }

    /** A move that ends between the two looks is not seen by either. */
    public static class EpochReadFirst extends Broken {
        @Override
        boolean mayRetry(long seen, int round) {
            boolean moved = epoch.get() != seen;
            return moved || (underway.get() != 0 && super.mayRetry(seen, round));
        }
    }

    /** A refusal that does not look whether anything is under way. */
    public static class Unannounced extends Broken {
        @Override
        void begin() {}

        @Override
        void end() {
            epoch.incrementAndGet();
        }
    }
}
