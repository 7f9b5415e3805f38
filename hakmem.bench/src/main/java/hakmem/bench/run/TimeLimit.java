package hakmem.bench.run;

import java.util.concurrent.TimeUnit;

/**
 * Ends a process that takes too long: an allocator that hangs must not keep the others from being measured. Safe for use by
 * several threads.
 */
final class TimeLimit {
    private final double seconds;
    private volatile boolean reached;

    private TimeLimit(double seconds) {
        this.seconds = seconds;
    }

    /**
     * Begins to watch a process, until it has ended.
     *
     * @param process the process
     * @param seconds how long it may take from now on
     * @return the limit
     */
    static TimeLimit watch(Process process, double seconds) {
        TimeLimit limit = new TimeLimit(seconds);
        Thread.ofVirtual().name("time-limit").start(() -> limit.await(process));
        return limit;
    }

    /** Second by second: one in which both processes were stopped, for however long, counts once. */
    private void await(Process process) {
        try {
            boolean ended = false;
            for (double left = seconds; left > 0 && !ended; left--) {
                ended = process.waitFor((long) (Math.min(left, 1) * 1e9), TimeUnit.NANOSECONDS);
            }
            if (!ended) {
                reached = true;
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Whether the process was ended, or is about to be. */
    boolean isReached() {
        return reached;
    }

    double seconds() {
        return seconds;
    }
}
