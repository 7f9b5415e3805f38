package hakmem.malloc.hardened;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

/** Threads that do the same at once. */
final class Together {
    /** What one of them does. */
    @FunctionalInterface
    interface Part<T> {
        /**
         * Does it.
         *
         * @param number which of the threads it is, from 0
         */
        T doIt(int number) throws Exception;
    }

    private Together() {}

    /** Has so many threads begin at once, and returns what each made, when all have ended. */
    static <T> List<T> run(int threads, Part<T> part) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            FutureTask<T> task = new FutureTask<>(() -> {
                start.await();
                return part.doIt(number);
            });
            Thread.ofPlatform().daemon().start(task);
            tasks.add(task);
        }
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get());
        }
        return results;
    }
}
