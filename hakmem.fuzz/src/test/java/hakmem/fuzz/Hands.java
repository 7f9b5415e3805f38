package hakmem.fuzz;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** The threads a program's commands are carried out by, one at a time. */
final class Hands implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final AtomicReference<Thread> otherThread = new AtomicReference<>();
    private final ExecutorService other = Executors.newSingleThreadExecutor(body -> {
        otherThread.set(Thread.ofPlatform().daemon().unstarted(body));
        return otherThread.get();
    });

    /** Returns when it is done; throws what it threw. */
    void carryOut(By by, Runnable command) {
        switch (by) {
            case MAIN -> command.run();
            case OTHER -> {
                FutureTask<Void> task = task(command);
                other.execute(task);
                await(task);
            }
            case PASSING -> inNewThread(Thread.ofPlatform().daemon(), task(command));
            case VIRTUAL -> inNewThread(Thread.ofVirtual(), task(command));
        }
    }

    private static FutureTask<Void> task(Runnable command) {
        return new FutureTask<>(command, null);
    }

    private static void inNewThread(Thread.Builder builder, FutureTask<Void> task) {
        Thread thread = builder.start(task);
        await(task);
        join(thread);
    }

    static void await(FutureTask<Void> task) {
        try {
            task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new AssertionError(cause);
            }
        } catch (TimeoutException e) {
            throw new AssertionError("a command does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Returns when the other thread is no more: only then is its heap nobody's. */
    @Override
    public void close() {
        other.shutdown();
        Thread thread = otherThread.get();
        if (thread != null) {
            join(thread);
        }
    }

    /** Waits for the end of a thread that has nothing more to do. */
    static void join(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
                throw new AssertionError(thread + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
