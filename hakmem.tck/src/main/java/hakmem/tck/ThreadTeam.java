package hakmem.tck;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that begin together and whose first failure is the test's. */
final class ThreadTeam {
    /** After so long a team is taken to hang. Nothing waits so long that works. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch start = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** What a member does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** What a numbered member does. */
    @FunctionalInterface
    interface NumberedTask {
        void run(int number) throws Exception;
    }

    /** Runs platform threads, and returns when all have ended. */
    static void run(int size, NumberedTask task) {
        run(Thread.ofPlatform().daemon().factory(), size, task);
    }

    /** Runs threads of a factory, and returns when all have ended. */
    static void run(ThreadFactory factory, int size, NumberedTask task) {
        ThreadTeam team = new ThreadTeam();
        for (int i = 0; i < size; i++) {
            int number = i;
            team.add(factory, () -> task.run(number));
        }
        team.await();
    }

    /** Runs platform threads, and others beside them that do something again and again until those have ended. */
    static void runBeside(int others, Task meanwhile, int size, NumberedTask task) {
        AtomicInteger busy = new AtomicInteger(size);
        run(size + others, number -> {
            if (number >= size) {
                while (busy.get() > 0) {
                    meanwhile.run();
                }
                return;
            }
            try {
                task.run(number);
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    /** Runs one task in a thread of its own, which begins at once; {@link #await} must follow. */
    static ThreadTeam begin(Task task) {
        ThreadTeam team = new ThreadTeam();
        team.add(Thread.ofPlatform().daemon().factory(), task);
        team.start.countDown();
        return team;
    }

    private void add(ThreadFactory factory, Task task) {
        Thread thread = factory.newThread(() -> {
            try {
                start.await();
                task.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        threads.add(thread);
        thread.start();
    }

    /** Lets the members begin, and returns when all have ended. */
    void await() {
        start.countDown();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            try {
                if (!thread.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)))) {
                    AssertionError hangs = new AssertionError(thread + " does not end; it is here:");
                    hangs.setStackTrace(thread.getStackTrace());
                    throw hangs;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail("interrupted", e);
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get().toString(), failure.get());
        }
    }
}
