package hakmem.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The threads between two rests. They end when one of them says that it is over, or fails; whoever waits for them notices if
 * nothing moves any more.
 */
final class Shift {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /** What a thread does. */
    @FunctionalInterface
    interface Work {
        /**
         * Works until the shift is over.
         *
         * @throws Exception if it cannot go on; the shift is over then
         */
        void run() throws Exception;
    }

    /** Whether the threads should put everything back and end. */
    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    /**
     * Runs threads, and returns when all have ended.
     *
     * @param work what each does
     * @param progress a figure that changes as long as the threads get on
     * @param patience how long it may stay the same
     * @throws SoakViolationException if a thread failed, or nothing moves
     * @throws InterruptedException if the calling thread is interrupted; the threads are told to end
     */
    void run(List<Work> work, LongSupplier progress, Duration patience) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(work.size());
        for (Work each : work) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("soak-" + threads.size())
                    .unstarted(() -> {
                        try {
                            each.run();
                        } catch (Throwable e) { // whatever it is, the soak has failed
                            failure.compareAndSet(null, e);
                        } finally {
                            end();
                            ended.countDown();
                        }
                    }));
        }
        threads.forEach(Thread::start);
        try {
            await(ended, progress, patience);
        } finally {
            end();
        }
        Throwable failed = failure.get();
        if (failed instanceof SoakViolationException violation) {
            throw violation;
        } else if (failed != null) {
            throw new SoakViolationException("a thread failed: " + failed, failed);
        }
    }

    private void await(CountDownLatch ended, LongSupplier progress, Duration patience) throws InterruptedException {
        long before = progress.getAsLong();
        while (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            long now = progress.getAsLong();
            if (now == before) {
                throw new SoakViolationException("nothing has moved for " + patience.toMillis() + " ms, at " + now
                        + " generations; the threads are here:" + stacks());
            }
            before = now;
        }
    }

    private String stacks() {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            text.append(System.lineSeparator())
                    .append(thread.getName())
                    .append(' ')
                    .append(thread.getState());
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        return text.toString();
    }
}
