package hakmem.malloc;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts who still needs the memory of an allocator after it was closed. Safe for use by several threads; lock-free.
 *
 * <p>The count is spread over cells, for an arena takes a lease whenever it is opened. To enter, a thread adds to a cell and
 * then looks whether the door is shut; to shut it, a thread marks it and then sums up. Both are volatile, so one of the two
 * sees the other. Once the door is shut the cells only go down (but for those who are turned away, and they look again
 * after), so a sum of 0, though its cells were read one after the other, means that nobody is inside.
 */
final class Leases {
    private static final int CELLS = 16;
    private static final int CELL_MASK = CELLS - 1;

    /** Longs from one cell to the next: two cache lines, for they are fetched in pairs. */
    private static final int STRIDE = 16;

    private final AtomicLongArray counts = new AtomicLongArray((CELLS + 1) * STRIDE);
    private volatile boolean shut;

    /** Takes a lease; false if the door is shut. Then {@link #isVacant} may have become true just now. */
    boolean tryEnter() {
        add(1);
        if (shut) {
            add(-1);
            return false;
        }
        return true;
    }

    /** Gives a lease back, in whatever thread. */
    void leave() {
        add(-1);
    }

    void shut() {
        shut = true;
    }

    /** Whether the door is shut and nobody inside; once true it stays true. */
    boolean isVacant() {
        if (!shut) {
            return false;
        }
        long sum = 0;
        for (int cell = 1; cell <= CELLS; cell++) {
            sum += counts.get(cell * STRIDE);
        }
        return sum == 0;
    }

    private void add(int change) {
        int cell = ((int) Thread.currentThread().threadId() & CELL_MASK) + 1;
        counts.getAndAdd(cell * STRIDE, change);
    }
}
