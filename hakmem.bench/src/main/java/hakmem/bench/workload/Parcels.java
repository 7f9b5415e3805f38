package hakmem.bench.workload;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Ranges of slots that go round between threads: empty ones to those that allocate, full ones to those that free. Whoever waits
 * looks now and then whether the run has ended, so that no thread waits for one that failed. Safe for use by several threads.
 */
final class Parcels {
    private static final long PATIENCE_MILLIS = 10;

    /**
     * A range of slots.
     *
     * @param from the first
     * @param to the slot after the last
     */
    record Parcel(int from, int to) {}

    private final BlockingQueue<Parcel> empty;
    private final BlockingQueue<Parcel> full;

    /**
     * Makes all of them, empty.
     *
     * @param count how many
     * @param size slots in each; they begin with slot 0
     * @param queued how many full ones may wait
     */
    Parcels(int count, int size, int queued) {
        empty = new ArrayBlockingQueue<>(count);
        full = new ArrayBlockingQueue<>(queued);
        for (int i = 0; i < count; i++) {
            empty.add(new Parcel(i * size, (i + 1) * size));
        }
    }

    /** Waits for an empty one; null once the crew is stopped. */
    Parcel takeEmpty(Crew crew) {
        return take(crew, empty);
    }

    /** Waits for a full one; null once the crew is stopped. */
    Parcel takeFull(Crew crew) {
        return take(crew, full);
    }

    /** A full one, or null if there is none now. */
    Parcel pollFull() {
        return full.poll();
    }

    /** Passes a full one on, when there is room; once the crew is stopped it is left where it is. */
    void putFull(Crew crew, Parcel parcel) {
        try {
            boolean done = false;
            while (!done && !crew.isStopped()) {
                done = full.offer(parcel, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Gives an empty one back; there is always room. */
    void putEmpty(Parcel parcel) {
        empty.add(parcel);
    }

    private static Parcel take(Crew crew, BlockingQueue<Parcel> queue) {
        try {
            Parcel parcel = null;
            while (parcel == null && !crew.isStopped()) {
                parcel = queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            return parcel;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        return new IllegalStateException("nobody interrupts the threads of a run", e);
    }
}
