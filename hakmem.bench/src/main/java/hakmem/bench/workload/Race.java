package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** Runs tasks on threads of their own and takes the time from before the first starts until the last has ended. */
final class Race {
    private Race() {}

    /**
     * Runs tasks that end by themselves.
     *
     * @param peer makes the threads
     * @param threads how many
     * @param tasks the task of each, made by the calling thread before the clock starts
     * @return the watch, stopped
     * @throws InterruptedException if the calling thread was interrupted
     */
    static Stopwatch run(Peer peer, int threads, IntFunction<Runnable> tasks) throws InterruptedException {
        return run(peer, threads, (crew, index) -> tasks.apply(index));
    }

    /**
     * Runs tasks that end by themselves, or when one of them fails and the crew is stopped.
     *
     * @param peer makes the threads
     * @param threads how many
     * @param tasks the task of each, made by the calling thread before the clock starts
     * @return the watch, stopped
     * @throws InterruptedException if the calling thread was interrupted
     */
    static Stopwatch run(Peer peer, int threads, BiFunction<Crew, Integer, Runnable> tasks)
            throws InterruptedException {
        Crew crew = new Crew(peer::newThread);
        Runnable[] all = make(threads, index -> tasks.apply(crew, index));
        Stopwatch watch = Stopwatch.start();
        for (Runnable task : all) {
            crew.start(task);
        }
        crew.join();
        return watch.stop();
    }

    /**
     * Runs tasks that end when they are told to.
     *
     * @param peer makes the threads
     * @param threads how many
     * @param seconds when they are told
     * @param tasks the task of each, made by the calling thread before the clock starts; told by the crew
     * @return the watch, stopped
     * @throws InterruptedException if the calling thread was interrupted
     */
    static Stopwatch run(Peer peer, int threads, double seconds, BiFunction<Crew, Integer, Runnable> tasks)
            throws InterruptedException {
        Crew crew = new Crew(peer::newThread);
        Runnable[] all = make(threads, index -> tasks.apply(crew, index));
        Stopwatch watch = Stopwatch.start();
        for (Runnable task : all) {
            crew.start(task);
        }
        crew.await((long) (seconds * 1e9));
        crew.stop();
        crew.join();
        return watch.stop();
    }

    private static Runnable[] make(int threads, IntFunction<Runnable> tasks) {
        Runnable[] all = new Runnable[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = tasks.apply(i);
        }
        return all;
    }

    /** Slots as the options want them: verified, or written to as the workload does. */
    static Slots slots(Peer peer, WorkloadOptions options, int count, Touch touch) {
        return options.verify() ? Slots.verifying(peer, count, options.seed()) : Slots.of(peer, count, touch);
    }
}
