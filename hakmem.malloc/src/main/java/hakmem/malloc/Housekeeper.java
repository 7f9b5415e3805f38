package hakmem.malloc;

import hakmem.tiny.KeepsNothing;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back memory that has been unused for longer than the decay, even if nobody calls an allocator any more. One daemon
 * thread serves all allocators of the process; it starts with the first and ends with the last.
 *
 * <p>Allocators are held weakly: one that is dropped without being closed keeps its memory, as a lost block does, but not this
 * thread.
 */
final class Housekeeper extends Thread implements KeepsNothing {
    /** How long memory stays committed after its last use, so that loads that come and go do not fault it in again. */
    static final long DECAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PERIOD_NANOS = DECAY_NANOS / 2;
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();
    private static final List<WeakReference<MallocAllocator>> ALLOCATORS = new ArrayList<>();
    private static boolean running;

    /** A class of its own: no builder of threads and no lambda, which the first block would wait for. */
    private Housekeeper() {
        super("hakmem-housekeeper");
        setDaemon(true);
    }

    static void register(MallocAllocator allocator) {
        LOCK.lock();
        try {
            if (!running) {
                // It waits for the lock. If it cannot be started, nothing was registered.
                new Housekeeper().start();
                running = true;
            }
            ALLOCATORS.add(new WeakReference<>(allocator));
        } finally {
            LOCK.unlock();
        }
    }

    static void unregister(MallocAllocator allocator) {
        LOCK.lock();
        try {
            ALLOCATORS.removeIf(reference -> reference.refersTo(allocator) || reference.refersTo(null));
            CHANGED.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Goes on whatever happens: with the Java heap full, waiting, a list or a message may fail, and the next round may not. A
     * handler may fail then as well, were it only because a class it names has to be looked up; so it does nothing but take note.
     */
    @Override
    public void run() {
        boolean more = true;
        boolean failed = false;
        while (more) {
            try {
                if (failed) {
                    failed = false;
                    LockSupport.parkNanos(PERIOD_NANOS);
                }
                more = awaitNextRound();
                for (MallocAllocator allocator : snapshot()) {
                    age(allocator);
                }
            } catch (RuntimeException | Error e) {
                failed = true;
            }
        }
    }

    private static void age(MallocAllocator allocator) {
        try {
            allocator.age(DECAY_NANOS);
        } catch (RuntimeException | Error e) {
            // The next round tries again. An allocator that was closed meanwhile is no news.
            if (!allocator.isClosed()) {
                System.getLogger("hakmem.malloc").log(System.Logger.Level.WARNING, "giving memory back failed", e);
            }
        }
    }

    private static boolean awaitNextRound() {
        LOCK.lock();
        try {
            long left = PERIOD_NANOS;
            while (left > 0 && !ALLOCATORS.isEmpty()) {
                left = CHANGED.awaitNanos(left);
            }
            removeDropped();
            running = !ALLOCATORS.isEmpty();
            return running;
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; should it happen, the next allocator starts another.
            running = false;
            return false;
        } finally {
            LOCK.unlock();
        }
    }

    /** Without a lambda: to link its first use takes Java heap. */
    private static void removeDropped() {
        for (Iterator<WeakReference<MallocAllocator>> all = ALLOCATORS.iterator(); all.hasNext(); ) {
            if (all.next().refersTo(null)) {
                all.remove();
            }
        }
    }

    private static List<MallocAllocator> snapshot() {
        LOCK.lock();
        try {
            List<MallocAllocator> alive = new ArrayList<>();
            for (WeakReference<MallocAllocator> reference : ALLOCATORS) {
                MallocAllocator allocator = reference.get();
                if (allocator != null) {
                    alive.add(allocator);
                }
            }
            return alive;
        } finally {
            LOCK.unlock();
        }
    }
}
