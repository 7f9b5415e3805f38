package hakmem.bench.workload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The threads of one run: they may start others, are told to stop, and are all joined at the end. Safe for use by several
 * threads.
 */
final class Crew {
    /*
     * A thread is put in the queue before it starts, and by a thread that is in the queue itself. So whoever takes a thread
     * out and joins it finds the threads that one started in the queue; when the queue is empty, every thread of the run has ended.
     *
     * `stopped` is volatile: written by stop(), read by the threads once in a batch of operations. A plain read could be
     * hoisted out of their loop, and the run would never end.
     */
    private final Function<Runnable, Thread> factory;
    private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private volatile boolean stopped;
    private long threads;

    /**
     * Makes a crew without threads.
     *
     * @param factory makes threads that are not started
     */
    Crew(Function<Runnable, Thread> factory) {
        this.factory = factory;
    }

    /**
     * Starts a thread. If its task throws, the crew stops, and {@link #join} throws the same.
     *
     * @param task what it does
     */
    void start(Runnable task) {
        Thread thread = factory.apply(() -> runGuarded(task));
        started.add(thread);
        thread.start();
    }

    /**
     * Whether the threads should end.
     *
     * @return true once {@link #stop} was called, or a thread has failed
     */
    boolean isStopped() {
        return stopped;
    }

    /** Tells the threads to end. */
    void stop() {
        stopped = true;
        stopRequested.countDown();
    }

    /**
     * Waits until a time has passed, or a thread has failed.
     *
     * @param nanos the time in nanoseconds
     * @throws InterruptedException if the calling thread is interrupted
     */
    void await(long nanos) throws InterruptedException {
        stopRequested.await(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until every thread has ended, those started meanwhile included. For one thread, which is not of the crew.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws RuntimeException what the first thread that failed threw, or an {@link Error}
     */
    void join() throws InterruptedException {
        Thread thread;
        while ((thread = started.poll()) != null) {
            thread.join();
            threads++;
        }
        switch (failure.get()) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /**
     * How many threads there were.
     *
     * @return the number of threads joined
     */
    long threads() {
        return threads;
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // whatever it is, the thread that measures must learn of it
            failure.compareAndSet(null, e);
            stop();
        }
    }
}
