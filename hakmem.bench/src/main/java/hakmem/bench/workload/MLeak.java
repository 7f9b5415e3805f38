package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * Generations of threads that allocate, swap what they allocated with what others left, free what they got, and end. What is live
 * stays the same, so what is resident must; by how much it grew after the first tenth of the generations is in the details.
 */
final class MLeak implements Workload {
    private static final double GENERATIONS = 500;
    private static final int THREADS = 10;
    private static final int BLOCKS = 1000;
    private static final int SHARED = 1000;
    private static final int SIZE = 128;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "mleak",
            "ms",
            "500 generations of 10 threads swap blocks of 128 bytes through 1000 shared slots; growth of resident memory",
            Trait.LOWER_IS_BETTER,
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
        return WorkloadOptions.counted(1, 0.2, SIZE, SIZE, SHARED);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int generations = options.scaled(GENERATIONS, 2);
        Slots slots = Race.slots(peer, options, SHARED + THREADS, Touch.everything());
        Stopwatch watch = Stopwatch.start();
        long early = 0;
        for (int generation = 0; generation < generations; generation++) {
            long seed = options.seed() + generation;
            Race.run(peer, THREADS, i -> {
                FastRandom random = FastRandom.of(seed, i);
                return () -> live(slots, SHARED + i, random);
            });
            if (generation == generations / 10) {
                early = ResidentMemory.bytes();
            }
        }
        long late = ResidentMemory.bytes();
        watch.stop();
        slots.freeAll(0, slots.count());
        return watch.millis((long) generations * THREADS * BLOCKS).with("rssGrowthBytes", late - early);
    }

    private static void live(Slots slots, int own, FastRandom random) {
        for (int i = 0; i < BLOCKS; i++) {
            slots.allocate(own, SIZE);
            slots.exchange(own, random.below(SHARED));
            slots.free(own);
        }
    }
}
