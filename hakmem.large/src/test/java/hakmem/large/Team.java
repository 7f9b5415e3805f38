package hakmem.large;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that start their work together; what one of them throws fails the test. */
final class Team {
    private final List<Runnable> members = new ArrayList<>();

    void add(Runnable member) {
        members.add(member);
    }

    void run() throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(members.size());
        ExecutorService executor = Executors.newFixedThreadPool(members.size());
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (Runnable member : members) {
                tasks.add(() -> {
                    start.await();
                    member.run();
                    return null;
                });
            }
            for (Future<Object> result : executor.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
