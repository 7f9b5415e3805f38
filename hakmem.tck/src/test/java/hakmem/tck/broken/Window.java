package hakmem.tck.broken;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The moment in which a race can strike, held open until somebody has gone through the pool, so that the test need not wait
 * for luck. A thread that is alone gives up after a while.
 */
final class Window {
    private static final int YIELDS = 200;

    private final AtomicLong passed = new AtomicLong();

    /** Somebody has finished an operation. */
    void pass() {
        passed.incrementAndGet();
    }

    /** Waits for somebody else to finish an operation or two. */
    @SuppressWarnings("ThreadPriorityCheck") // the very point
    void open() {
        long before = passed.get();
        for (int i = 0; i < YIELDS && passed.get() < before + 2; i++) {
            Thread.yield();
        }
    }
}
