package hakmem.bench.bounds;

import hakmem.api.Allocator;
import java.util.concurrent.locks.LockSupport;

/** A thread that looks at what is committed, again and again. */
final class CommitWatch {
    private static final long PERIOD_NANOS = 10_000_000;

    private final Thread thread;
    private volatile long peak;
    private volatile boolean stopped;

    CommitWatch(Allocator allocator) {
        thread = Thread.ofPlatform().daemon().name("bounds-watch").start(() -> {
            while (!stopped) {
                look(allocator);
                LockSupport.parkNanos(PERIOD_NANOS);
            }
            look(allocator);
        });
    }

    private void look(Allocator allocator) {
        peak = Math.max(peak, allocator.stats().committedBytes());
    }

    /** The most it found, in bytes. */
    long peak() {
        return peak;
    }

    /** Looks once more, and ends the thread. */
    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
