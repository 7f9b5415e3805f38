package example.sharded;

/**
 * The commits and decommits under way. While one is, its slots are in no shard though its memory is charged, so a thread
 * that is refused just then must not report that there is no memory: it waits here and tries again. Safe for use by several
 * threads; the lock guards three numbers and is never held across a system call.
 */
final class Traffic {
    private int underway;

    /** Operations that have ended, and those of them that brought slots or memory. */
    private long ended;

    private long gains;

    synchronized void begin() {
        underway++;
    }

    synchronized void end(boolean gain) {
        underway--;
        ended++;
        if (gain) {
            gains++;
        }
        notifyAll();
    }

    synchronized long gains() {
        return gains;
    }

    /**
     * Waits for the operations under way, no more than there are now, until one brings something.
     *
     * @param seen what {@link #gains()} was before the caller looked in vain
     * @return whether it is worth to look again
     */
    synchronized boolean awaitGain(long seen) {
        long enough = ended + underway;
        boolean interrupted = false;
        while (gains == seen && ended < enough) {
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
