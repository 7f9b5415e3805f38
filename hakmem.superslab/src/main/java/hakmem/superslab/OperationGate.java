package hakmem.superslab;

import java.util.concurrent.locks.StampedLock;

/**
 * Lets operations through until it is shut, and is shut only when none is under way. Operations never wait for one
 * another. Safe for use by several threads.
 */
final class OperationGate {
    private final StampedLock lock = new StampedLock();
    private final String what;

    /** Guarded by the lock. */
    private boolean shut;

    OperationGate(String what) {
        this.what = what;
    }

    /**
     * Begins an operation.
     *
     * @return to be given to {@link #exit}
     * @throws IllegalStateException if the gate is shut
     */
    long enter() {
        long stamp = lock.readLock();
        if (shut) {
            lock.unlockRead(stamp);
            throw new IllegalStateException("the " + what + " is closed");
        }
        return stamp;
    }

    void exit(long stamp) {
        lock.unlockRead(stamp);
    }

    /**
     * Waits for the operations under way and shuts the gate; does nothing if it is shut.
     *
     * @param last the last thing done; if it throws, the gate stays open
     */
    void shut(Runnable last) {
        long stamp = lock.writeLock();
        try {
            if (!shut) {
                last.run();
                shut = true;
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }
}
