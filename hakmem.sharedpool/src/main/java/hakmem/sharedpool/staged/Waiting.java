package hakmem.sharedpool.staged;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads that wait for something another thread makes true. Safe for use by several threads; lock-free, so that whoever
 * wakes them waits for nobody.
 */
final class Waiting {
    /*
     * A stack, after Treiber ("Systems Programming: Coping with Parallelism", IBM, 1986), that is only ever taken whole.
     *
     *   who waits    1. puts himself on the stack           who wakes    1. makes it true
     *                2. looks whether it is true                         2. takes the stack
     *                3. parks                                            3. unparks each
     *
     * Both do 1 before 2, and all of it is volatile: either he who waits sees that it is true, or he who wakes finds him on
     * the stack. Who is woken looks again, and may have to wait once more.
     *
     * Who need not park after all leaves his node behind, without his name. It goes with the next wake-up; what he waited for
     * is on its way by then, and so is that.
     *
     * To wake makes no object and cannot fail, be the Java heap full.
     */
    private final AtomicReference<Node> top = new AtomicReference<>();

    /** One wait of a thread. */
    private static final class Node {
        volatile Thread thread = Thread.currentThread();
        Node next;
    }

    /**
     * Waits, uninterruptibly.
     *
     * @param isOver looked at now and after each wake-up
     */
    void until(BooleanSupplier isOver) {
        boolean interrupted = false;
        Node mine = null;
        while (!isOver.getAsBoolean()) {
            if (mine == null || mine.thread == null) {
                mine = push();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (mine != null) {
            mine.thread = null;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Node push() {
        Node mine = new Node();
        do {
            mine.next = top.get();
        } while (!top.compareAndSet(mine.next, mine));
        return mine;
    }

    /** Wakes all, after what some of them wait for has been made true. */
    void wakeAll() {
        if (top.get() == null) {
            return;
        }
        for (Node node = top.getAndSet(null); node != null; node = node.next) {
            Thread thread = node.thread;
            node.thread = null;
            LockSupport.unpark(thread);
        }
    }

    /** Threads that wait; for tests. */
    int count() {
        int count = 0;
        for (Node node = top.get(); node != null; node = node.next) {
            count += node.thread != null ? 1 : 0;
        }
        return count;
    }
}
