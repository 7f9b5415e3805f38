package hakmem.superslab;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which SuperSlabs of a region are free to be committed. An index that is taken belongs to the taker alone until it is given
 * back. The lock guards a few array accesses, never a system call.
 *
 * <p>Equation: {@code taken + free + charged = highWater}; the indices from {@code highWater} on were never used.
 */
final class SlotLedger {
    /** What {@link #take()} returns if there is none. */
    static final long NONE = -1;

    private static final long CHARGED = 1L << 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final int capacity;
    private final IntStack free = new IntStack();
    private final IntStack charged = new IntStack();
    private int highWater;

    SlotLedger(int capacity) {
        this.capacity = capacity;
    }

    static int indexOf(long taken) {
        return (int) taken;
    }

    /** Whether the memory at the index is charged to the budget still. */
    static boolean isCharged(long taken) {
        return (taken & CHARGED) != 0;
    }

    /** Takes an index, one with memory behind it first, then the one given back last, then a new one. */
    long take() {
        lock.lock();
        try {
            if (!charged.isEmpty()) {
                return charged.pop() | CHARGED;
            }
            if (!free.isEmpty()) {
                return free.pop();
            }
            if (highWater == capacity) {
                return NONE;
            }
            // Room for the index to come back is made now: giving back must not fail.
            free.reserve(highWater + 1);
            charged.reserve(highWater + 1);
            return highWater++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an index with memory behind it that nobody holds, or none. */
    long takeCharged() {
        lock.lock();
        try {
            return charged.isEmpty() ? NONE : charged.pop() | CHARGED;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int index, boolean stillCharged) {
        lock.lock();
        try {
            (stillCharged ? charged : free).push(index);
        } finally {
            lock.unlock();
        }
    }

    int highWater() {
        lock.lock();
        try {
            return highWater;
        } finally {
            lock.unlock();
        }
    }

    /** Indices whose memory is charged to the budget, or may be at any moment: those taken and those charged. */
    int notFree() {
        lock.lock();
        try {
            return highWater - free.size();
        } finally {
            lock.unlock();
        }
    }

    int charged() {
        lock.lock();
        try {
            return charged.size();
        } finally {
            lock.unlock();
        }
    }

    /** A stack of ints; guarded by the ledger's lock. */
    private static final class IntStack {
        private int[] elements = new int[16];
        private int size;

        void reserve(int capacity) {
            if (capacity > elements.length) {
                elements = Arrays.copyOf(elements, Math.max(capacity, elements.length * 2));
            }
        }

        void push(int element) {
            elements[size++] = element;
        }

        int pop() {
            return elements[--size];
        }

        int size() {
            return size;
        }

        boolean isEmpty() {
            return size == 0;
        }
    }
}
