package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * Each thread replaces blocks of its own at random, of sizes whose frequency falls with their square, and fills them. After the
 * threaded malloc benchmark of the GNU C library.
 */
final class GlibcThread implements Workload {
    private static final int SLOTS = 1024;
    private static final int SMALLEST = 4;
    private static final int LARGEST = 32768;
    private static final int BATCH = 256;

    /* Sizes are drawn before the clock starts: computing one takes as long as allocating it. A power of two. */
    private static final int DRAWN = 1 << 14;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "glibc-thread",
            "ops/s",
            "random replacement in 1024 slots per thread, inverse-square sizes of 4 to 32768 bytes, filled",
            Trait.TIMED);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 2, 0.25, SMALLEST, LARGEST, SLOTS);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        Slots slots = Race.slots(peer, options, options.threads() * SLOTS, Touch.everything());
        Lane[] lanes = new Lane[options.threads()];
        Stopwatch watch = Race.run(
                peer,
                lanes.length,
                options.seconds(),
                (crew, i) -> lanes[i] = new Lane(crew, slots, i * SLOTS, FastRandom.of(options.seed(), i)));
        long operations = 0;
        for (Lane lane : lanes) {
            operations += lane.operations;
        }
        return watch.perSecond(operations);
    }

    /**
     * Sizes whose frequency falls with their square: the inverse of the distribution's integral, at random places.
     *
     * @param random where from
     * @param count how many
     * @return sizes in bytes
     */
    static int[] sizes(FastRandom random, int count) {
        int[] sizes = new int[count];
        double atSmallest = 1.0 / SMALLEST;
        double atLargest = 1.0 / LARGEST;
        for (int i = 0; i < count; i++) {
            sizes[i] = (int) (1 / (atSmallest - random.fraction() * (atSmallest - atLargest)));
        }
        return sizes;
    }

    /** The slots of one thread. All fields belong to it, and after its end to the thread that measures. */
    private static final class Lane implements Runnable {
        private final Crew crew;
        private final Slots slots;
        private final int from;
        private final FastRandom random;
        private final int[] sizes;
        private long operations;

        Lane(Crew crew, Slots slots, int from, FastRandom random) {
            this.crew = crew;
            this.slots = slots;
            this.from = from;
            this.random = random;
            this.sizes = sizes(random, DRAWN);
        }

        @Override
        public void run() {
            long done = 0;
            do {
                batch();
                done += BATCH;
            } while (!crew.isStopped());
            operations = done;
            slots.freeAll(from, from + SLOTS);
        }

        private void batch() {
            for (int i = 0; i < BATCH; i++) {
                int slot = from + random.below(SLOTS);
                slots.free(slot);
                slots.allocate(slot, sizes[random.below(DRAWN)]);
            }
        }
    }
}
