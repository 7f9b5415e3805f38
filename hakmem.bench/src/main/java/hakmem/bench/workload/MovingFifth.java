package hakmem.bench.workload;

import hakmem.bench.slots.Slots;

/**
 * A range of slots that is filled from below. When it is full, a fifth of it stays, the fifth above the one that stayed before;
 * what lies below is freed in the order it was allocated, what lies above in reverse, and filling starts again from below, around
 * what stayed. For one thread.
 */
final class MovingFifth {
    private final Slots slots;
    private final int from;
    private final int count;
    private int next;
    private int keptFrom;
    private int keptTo;

    /**
     * Takes a range of empty slots.
     *
     * @param slots the row
     * @param from the first of the range
     * @param count how many, 5 at least
     */
    MovingFifth(Slots slots, int from, int count) {
        this.slots = slots;
        this.from = from;
        this.count = count;
    }

    /**
     * Allocates a block into the next free slot, after having freed most of the others if there is none.
     *
     * @param byteSize bytes
     */
    void add(int byteSize) {
        if (next == keptFrom) {
            next = keptTo;
        }
        if (next == count) {
            freeMost();
        }
        slots.allocate(from + next, byteSize);
        next++;
    }

    private void freeMost() {
        int fifth = count / 5;
        keptFrom = keptTo + fifth <= count ? keptTo : 0;
        keptTo = keptFrom + fifth;
        for (int i = 0; i < keptFrom; i++) {
            slots.free(from + i);
        }
        for (int i = count - 1; i >= keptTo; i--) {
            slots.free(from + i);
        }
        next = keptFrom == 0 ? keptTo : 0;
    }

    /** Frees every block. */
    void freeAll() {
        slots.freeAll(from, from + count);
        next = 0;
        keptFrom = 0;
        keptTo = 0;
    }
}
