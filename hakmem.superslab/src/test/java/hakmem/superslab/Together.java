package hakmem.superslab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a body in several threads that start at once. */
public final class Together {
    private static final AtomicInteger ARRIVALS = new AtomicInteger();

    private Together() {}

    /** What a thread does; {@code thread} counts from 0. */
    public interface Body {
        void run(int thread) throws Exception;
    }

    /** Runs the body in so many threads, waits for all, and throws the first failure. */
    public static void run(int threads, Body body) {
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            started.add(Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                    body.run(number);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : started) {
            join(thread);
        }
        if (failure.get() != null) {
            throw new AssertionError("in one of " + threads + " threads: " + failure.get(), failure.get());
        }
    }

    /** Waits until a thread can only go on if somebody else does something, or has ended. */
    public static void awaitBlocked(Thread thread) {
        while (thread.isAlive()
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    /** Joins a thread, whatever interrupts. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Where a broken variant lets others in between its check and its act: waits until another thread comes here, for a
     * while. So a control does not depend on luck, however busy the machine is.
     */
    public static void meet() {
        int arrival = ARRIVALS.incrementAndGet();
        for (int i = 0; i < 2_000 && ARRIVALS.get() == arrival; i++) {
            gap();
        }
    }

    /** Lets other threads run. */
    @SuppressWarnings("ThreadPriorityCheck")
    public static void gap() {
        Thread.yield();
    }
}
