package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A heap for whoever holds its lock. The lock is one word, is only ever tried, and is never held across anything that can
 * block: a virtual thread that was taken off its carrier while it holds a stripe would hold it for as long as it likes.
 */
final class Stripe extends StripePadding {
    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(Stripe.class, "locked", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final ThreadHeap heap;

    /** Set to 0 where no call can be made; otherwise see the methods below. */
    volatile int locked;

    Stripe(SlabExchange exchange) {
        heap = new ThreadHeap(exchange, this, null);
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
