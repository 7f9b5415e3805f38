package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A heap for whoever holds its lock. The lock is one word, is only ever tried, and is never held across anything that can
 * block: a virtual thread that was taken off its carrier while it holds a stripe would hold it for as long as it likes.
 */
final class Stripe extends LinePairPadding {
    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(Stripe.class, "locked", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * After how many allocations in a row a thread is worth a heap of its own. A thread that allocates for one request or two
     * must not reach it: such threads come by the million, and would take the heaps from each other. The fewer of a thread's
     * calls come here, the more surely the compiler keeps the way through a stripe out of its callers.
     */
    static final int REGULAR = 64;

    final ThreadHeap heap;

    /** Who allocated last, by number, and how often in a row; with the lock, or as a hint. */
    private long user;

    private int streak;

    /** Set to 0 where no call can be made; otherwise see the methods below. */
    volatile int locked;

    Stripe(SlabExchange exchange) {
        heap = new PaddedThreadHeap(exchange, this, null);
    }

    /** Counts an allocation, with the lock. */
    void count(long thread) {
        if (user == thread) {
            streak++;
        } else {
            user = thread;
            streak = 1;
        }
    }

    /** Whether a thread seems to use the stripe all the time; says so once for each streak of {@link #REGULAR}. */
    boolean takeRegular(long thread) {
        if (user != thread || streak < REGULAR) {
            return false;
        }
        streak = 0;
        return true;
    }

    /** Acquire: sees what the last holder did to the heap. The read spares the line while it is held. */
    boolean tryLock() {
        return locked == 0 && LOCKED.compareAndSet(this, 0, 1);
    }

    /** Release: pairs with {@link #tryLock}. */
    void unlock() {
        LOCKED.setRelease(this, 0);
    }
}
