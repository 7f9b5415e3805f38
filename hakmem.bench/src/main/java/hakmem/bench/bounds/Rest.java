package hakmem.bench.bounds;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads of a scenario that have done their work and stay, idle, until they are told to end. For one thread. */
final class Rest {
    /** What a thread does before it rests. */
    @FunctionalInterface
    interface Work {
        void run(int number) throws InterruptedException;
    }

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<FutureTask<Void>> tasks = new ArrayList<>();

    /** No thread stays. */
    static Rest none() {
        return new Rest();
    }

    /** Starts threads and waits until each has done its work; they stay. */
    static Rest of(int count, Work work) throws InterruptedException {
        Rest rest = new Rest();
        for (int number = 0; number < count; number++) {
            rest.start(number, work);
        }
        rest.awaitWork();
        return rest;
    }

    private void start(int number, Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run(number);
            return null;
        });
        tasks.add(task);
        threads.add(Thread.ofPlatform().daemon().name("bounds-" + number).start(() -> {
            task.run();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void awaitWork() throws InterruptedException {
        for (FutureTask<Void> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a thread failed: " + e.getCause(), e.getCause());
            }
        }
    }

    /** How many threads stay. */
    int threads() {
        return threads.size();
    }

    /** Ends the threads. */
    void end() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }
}
