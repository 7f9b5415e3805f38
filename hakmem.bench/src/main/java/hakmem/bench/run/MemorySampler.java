package hakmem.bench.run;

import hakmem.bench.peer.Peer;
import hakmem.bench.workload.Garbage;
import hakmem.bench.workload.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks at a run's memory at intervals, from a thread of its own, whose garbage is not counted. Looking at an allocator's
 * statistics takes it up to a millisecond for a gigabyte, so it is done seldom; resident memory is looked at only where the
 * workload is about memory over time. For one thread, which starts and stops it.
 */
final class MemorySampler {
    private static final long FREQUENT_MILLIS = 50;
    private static final long SELDOM_MILLIS = 100;

    /* From here on every other sample is dropped, and the interval doubled: enough for any plot. */
    private static final int MOST_SAMPLES = 2000;

    private final Peer peer;
    private final boolean watchesMemory;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final List<List<Long>> resident = new ArrayList<>();
    private final List<List<Long>> committed = new ArrayList<>();
    private long peakCommitted = -1;
    private long intervalMillis;
    private long begin;
    private Thread thread;

    MemorySampler(Peer peer, boolean watchesMemory) {
        this.peer = peer;
        this.watchesMemory = watchesMemory;
        this.intervalMillis = watchesMemory ? FREQUENT_MILLIS : SELDOM_MILLIS;
    }

    /** Starts the thread, if there is anything to look at. */
    void start() {
        begin = System.nanoTime();
        if (watchesMemory || peer.committedBytes().isPresent()) {
            thread = Thread.ofPlatform().daemon().name("memory-sampler").start(this::run);
            Garbage.ignore(thread);
        }
    }

    /**
     * Ends the thread, after a last look.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    void stop() throws InterruptedException {
        stop.countDown();
        if (thread != null) {
            thread.join();
            Garbage.ignore(null);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Pairs of milliseconds and bytes; null if nothing was to be recorded. */
    List<List<Long>> resident() {
        return watchesMemory ? resident : null;
    }

    /** Pairs of milliseconds and bytes; null if nothing was to be recorded. */
    List<List<Long>> committed() {
        return watchesMemory && peakCommitted >= 0 ? committed : null;
    }

    /** Bytes, or null if the allocator does not tell. */
    Long peakCommitted() {
        return peakCommitted >= 0 ? peakCommitted : null;
    }

    private void run() {
        try {
            if (watchesMemory) {
                sample(); // where it begins
            }
            boolean stopped = false;
            while (!stopped) {
                stopped = stop.await(intervalMillis, TimeUnit.MILLISECONDS);
                sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        } catch (RuntimeException e) { // the run must fail with it
            failure.set(e);
        }
    }

    private void sample() {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        long now = peer.committedBytes().orElse(-1);
        peakCommitted = Math.max(peakCommitted, now);
        if (!watchesMemory) {
            return;
        }
        resident.add(List.of(millis, ResidentMemory.bytes()));
        committed.add(List.of(millis, now));
        if (resident.size() >= MOST_SAMPLES) {
            thin(resident);
            thin(committed);
            intervalMillis *= 2;
        }
    }

    private static void thin(List<List<Long>> samples) {
        List<List<Long>> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            kept.add(samples.get(i));
        }
        samples.clear();
        samples.addAll(kept);
    }
}
