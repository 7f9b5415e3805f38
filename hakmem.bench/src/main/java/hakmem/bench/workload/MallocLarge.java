package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/** One thread replaces blocks of many megabytes in 20 slots; of each it writes the first and the last byte. */
final class MallocLarge implements Workload {
    private static final int SLOTS = 20;
    private static final double REPLACEMENTS = 2000;
    private static final int SMALLEST = 5 << 20;
    private static final int LARGEST = 25 << 20;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "malloc-large",
            "ms",
            "one thread: 2000 replacements of 5 to 25 MiB in 20 slots",
            Trait.LOWER_IS_BETTER,
            Trait.FIXED_THREADS);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(1, 0.25, SMALLEST, LARGEST, SLOTS);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        Slots slots = Race.slots(peer, options, SLOTS, Touch.ends());
        int replacements = options.scaled(REPLACEMENTS, 1);
        FastRandom random = new FastRandom(options.seed());
        Stopwatch watch = Race.run(peer, 1, thread -> () -> {
            for (int i = 0; i < replacements; i++) {
                int slot = random.below(SLOTS);
                slots.free(slot);
                slots.allocate(slot, SMALLEST + random.below(LARGEST - SMALLEST + 1));
            }
            slots.freeAll(0, SLOTS);
        });
        return watch.millis(replacements);
    }
}
