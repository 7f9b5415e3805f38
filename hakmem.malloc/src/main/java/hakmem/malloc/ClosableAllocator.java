package hakmem.malloc;

import hakmem.api.Allocator;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How an allocator ends. A class above the allocator rather than one beside it: what is asked often, whether it is open, is then
 * where the rest is that a call reads. Safe for use by several threads.
 *
 * <pre>
 *   OPEN ----------&gt; CLOSED ----------&gt; SHUT ----------&gt; UNMAPPED
 *         close()            its doors        nobody has
 *                            are shut         a lease any more
 * </pre>
 *
 * <p>{@link #close()} goes as far as SHUT, in one thread; a second call waits for the first. Who holds a lease, such as an
 * arena's chunk, needs the memory also after that: whoever ends the last one unmaps it, or the housekeeper, which tries until it
 * is done.
 */
abstract class ClosableAllocator implements Allocator {
    private final Leases leases = new Leases();
    private final ReentrantLock closing = new ReentrantLock();

    /** Set first by {@link #close()}; every slow path looks at it. */
    private volatile boolean closed;

    /** Whether all doors are shut, after which the memory may go; guarded by {@link #closing}. */
    private boolean shut;

    final boolean isClosed() {
        return closed;
    }

    /** Whether the memory was given back after the end. */
    final boolean isUnmapped() {
        return closed && leases.isVacant();
    }

    final void checkOpen() {
        if (closed) {
            throw closedException();
        }
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("the allocator is closed");
    }

    /** For blocks of the allocator's own making, whose end may come after its own. */
    final void freeUnlessClosed(Allocator blocks, long address) {
        if (closed) {
            return;
        }
        try {
            blocks.free(address);
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Keeps the memory mapped until {@link #endLease()}; false if the allocator is closed. */
    final boolean tryLease() {
        if (leases.tryEnter()) {
            return true;
        }
        unmapIfVacant();
        return false;
    }

    /** Ends a lease, in whatever thread. */
    final void endLease() {
        leases.leave();
        if (closed) {
            unmapIfVacant();
        }
    }

    /** From now on there are no new leases. */
    final void refuseLeases() {
        leases.shut();
    }

    /**
     * Shuts the doors, then unmaps. A thread that is in the middle of a call goes on: what it touches are Java objects, and the
     * layers below refuse to touch memory that has gone.
     */
    @Override
    public void close() {
        try {
            shut();
        } finally {
            // Whatever a strategy does at its end.
            unmapIfVacant();
        }
    }

    /** Called once, when the allocator is closed; {@link #refuseLeases()} must be called in it. */
    abstract void shutDoors();

    /** Gives the memory back, once nobody needs it; may be called again. */
    abstract void unmap();

    private void shut() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    shutDoors();
                } finally {
                    shut = true;
                }
            }
        } finally {
            closing.unlock();
        }
    }

    /** Gives the memory back once nobody needs it. */
    final void unmapIfVacant() {
        closing.lock();
        try {
            // Not in the middle of the end: what threads keep of arenas goes back there, and the pool is open still.
            if (shut && leases.isVacant()) {
                unmap();
            }
        } finally {
            closing.unlock();
        }
    }
}
