package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * One thread, one size at a time: n blocks are allocated and filled, then the first half is freed in the order of allocation
 * and the second half in reverse. After the simple malloc benchmark of the GNU C library.
 */
final class GlibcSimple implements Workload {
    private static final int[] SIZES = {16, 32, 64};
    private static final int[] COUNTS = {25, 100, 400, 1600};
    private static final double ALLOCATIONS = 2e6;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "glibc-simple",
            "ms",
            "one thread: 25 to 1600 blocks of 16, 32 or 64 bytes, half freed in order, half in reverse",
            Trait.LOWER_IS_BETTER,
            Trait.FIXED_THREADS);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(1, 0.5, SIZES[0], SIZES[SIZES.length - 1], COUNTS[COUNTS.length - 1]);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        Slots slots = Race.slots(peer, options, COUNTS[COUNTS.length - 1], Touch.everything());
        long[] allocations = new long[1];
        Stopwatch watch = Race.run(peer, 1, thread -> () -> {
            for (int size : SIZES) {
                for (int count : COUNTS) {
                    int rounds = options.scaled(ALLOCATIONS / count, 1);
                    for (int round = 0; round < rounds; round++) {
                        round(slots, size, count);
                    }
                    allocations[0] += (long) rounds * count;
                }
            }
        });
        return watch.millis(allocations[0]);
    }

    private static void round(Slots slots, int size, int count) {
        for (int slot = 0; slot < count; slot++) {
            slots.allocate(slot, size);
        }
        int half = count / 2;
        for (int slot = 0; slot < half; slot++) {
            slots.free(slot);
        }
        for (int slot = count - 1; slot >= half; slot--) {
            slots.free(slot);
        }
    }
}
