package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A million virtual threads, ten thousand at once. Each allocates one to ten blocks, blocks for a moment, and frees some of them;
 * the rest is freed by the thread that takes its place.
 */
final class VirtualThreads implements Workload {
    private static final double THREADS = 1e6;
    private static final int AT_ONCE = 10_000;

    /* At small scales there are fewer at once, so that each place is taken by several threads still. */
    private static final int LEAST_SUCCESSORS = 5;

    private static final int MOST_BLOCKS = 10;
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1024;
    private static final long PAUSE_NANOS = 100_000;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "virtual",
            "ops/s",
            "1,000,000 virtual threads, 10,000 at once: 1 to 10 blocks, a pause, some freed by another thread",
            Trait.HANDS_OVER,
            Trait.FIXED_THREADS,
            Trait.OWN_THREADS,
            Trait.WATCHES_MEMORY);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(1, 0.1, SMALLEST, LARGEST, MOST_BLOCKS);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int threads = options.scaled(THREADS, LEAST_SUCCESSORS);
        int places = Math.min(AT_ONCE, threads / LEAST_SUCCESSORS);
        Slots slots = Race.slots(peer, options, places * MOST_BLOCKS, Touch.ends());
        LongAdder blocks = new LongAdder();
        Crew crew = new Crew(Thread.ofVirtual()::unstarted);
        Stopwatch watch = Stopwatch.start();
        for (int i = 0; i < places; i++) {
            int share = threads / places + (i < threads % places ? 1 : 0);
            crew.start(new Place(crew, slots, i, share, FastRandom.of(options.seed(), i), blocks));
        }
        crew.join();
        watch.stop();
        slots.freeAll(0, slots.count());
        return watch.perSecond(blocks.sum()).with("threadsStarted", crew.threads());
    }

    /** Slots that threads take over from each other. All fields belong to the one thread that runs. */
    private static final class Place implements Runnable {
        private final Crew crew;
        private final Slots slots;
        private final int from;
        private final FastRandom random;
        private final LongAdder blocks;
        private int left;

        Place(Crew crew, Slots slots, int index, int threads, FastRandom random, LongAdder blocks) {
            this.crew = crew;
            this.slots = slots;
            this.from = index * MOST_BLOCKS;
            this.left = threads;
            this.random = random;
            this.blocks = blocks;
        }

        /** The life of one thread. */
        @Override
        public void run() {
            int to = from + MOST_BLOCKS;
            slots.freeAll(from, to); // what the thread before left
            int count = 1 + random.below(MOST_BLOCKS);
            for (int slot = from; slot < from + count; slot++) {
                slots.allocate(slot, SMALLEST + random.below(LARGEST - SMALLEST + 1));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            slots.freeAll(from, from + random.below(count + 1));
            blocks.add(count);
            left--;
            if (left > 0 && !crew.isStopped()) {
                crew.start(this);
            }
        }
    }
}
