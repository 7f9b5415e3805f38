package hakmem.sharedpool.staged;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count of events, spread over cells a few cache lines apart, so that threads do not contend for it. Safe for use by several
 * threads; lock-free.
 *
 * <p>All of it is made at once. A {@link java.util.concurrent.atomic.LongAdder} makes its cells when threads first contend, and
 * may then find the Java heap full: in the middle of a claim, whose slot would be lost.
 */
final class Count {
    private static final int CELLS = 8;
    private static final int CELL_MASK = CELLS - 1;

    /** Longs from one cell to the next: two cache lines, for they are fetched in pairs. */
    private static final int STRIDE = 16;

    private final AtomicLongArray cells = new AtomicLongArray((CELLS + 1) * STRIDE);

    void increment() {
        int cell = ((int) Thread.currentThread().threadId() & CELL_MASK) + 1;
        cells.getAndIncrement(cell * STRIDE);
    }

    /** What all cells hold, read one after the other. */
    long sum() {
        long sum = 0;
        for (int cell = 1; cell <= CELLS; cell++) {
            sum += cells.get(cell * STRIDE);
        }
        return sum;
    }
}
