package example.sharded;

import java.util.TreeSet;

/**
 * The commits and decommits under way. While one is, its slots are in no shard though its memory is charged, so a thread
 * that is refused just then must not report that there is no memory: it waits here and tries again. Safe for use by several
 * threads; the lock is never held across a system call.
 */
final class Traffic {
    /** The operations under way, by number. */
    private final TreeSet<Long> underway = new TreeSet<>();

    private long next;

    /** How many operations have brought slots or memory. */
    private long gains;

    /** Announces an operation before it takes memory from anybody's sight. */
    synchronized long begin() {
        underway.add(next);
        return next++;
    }

    synchronized void end(long operation, boolean gain) {
        underway.remove(operation);
        if (gain) {
            gains++;
        }
        notifyAll();
    }

    synchronized long gains() {
        return gains;
    }

    /**
     * Waits for the operations under way now, until one brings something; later ones are not waited for, or the wait might
     * have no end.
     *
     * @param seen what {@link #gains()} was before the caller looked in vain
     * @return whether it is worth to look again
     */
    synchronized boolean awaitGain(long seen) {
        long now = next;
        boolean interrupted = false;
        while (gains == seen && !underway.isEmpty() && underway.first() < now) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gains != seen;
    }
}
