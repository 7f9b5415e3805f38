package hakmem.malloc;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back memory that has been unused for longer than the decay, even if nobody calls an allocator any more. One daemon
 * thread serves all allocators of the process; it starts with the first and ends with the last.
 *
 * <p>Allocators are held weakly: one that is dropped without being closed keeps its memory, as a lost block does, but not this
 * thread.
 */
final class Housekeeper {
    /** How long memory stays committed after its last use, so that loads that come and go do not fault it in again. */
    static final long DECAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PERIOD_NANOS = DECAY_NANOS / 2;
    private static final System.Logger LOG = System.getLogger("hakmem.malloc");
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();
    private static final List<WeakReference<MallocAllocator>> ALLOCATORS = new ArrayList<>();
    private static boolean running;

    private Housekeeper() {}

    static void register(MallocAllocator allocator) {
        LOCK.lock();
        try {
            if (!running) {
                // It waits for the lock. If it cannot be started, nothing was registered.
                Thread.ofPlatform().daemon().name("hakmem-housekeeper").start(Housekeeper::run);
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

    private static void run() {
        while (awaitNextRound()) {
            try {
                snapshot().forEach(Housekeeper::age);
            } catch (RuntimeException | Error e) {
                // The Java heap is full, say, so that there is no list, or no message. The next round tries again.
            }
        }
    }

    private static void age(MallocAllocator allocator) {
        try {
            allocator.age(DECAY_NANOS);
        } catch (RuntimeException | Error e) {
            // The next round tries again. An allocator that was closed meanwhile is no news.
            if (!allocator.isClosed()) {
                LOG.log(System.Logger.Level.WARNING, "giving memory back failed", e);
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
            ALLOCATORS.removeIf(reference -> reference.refersTo(null));
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
