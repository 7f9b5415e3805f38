package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * Threads that come and go, allocate blocks of all sizes, keep some, and pass some on to each other through slots they share;
 * half of what is in those outlives them. Every word of every block is written, and checked before the block is freed. After the
 * stress test of mimalloc by D. Leijen.
 */
final class MStress implements Workload {
    private static final double ROUNDS = 25;
    private static final int BLOCKS = 5000;
    private static final int SHARED = 1000;
    private static final int USUAL_SHIFTS = 5;
    private static final int RETAINED_SHIFTS = 7;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "mstress",
            "ms",
            "25 rounds of N fresh threads: 8 bytes to megabytes, swapped through 1000 shared slots, every word checked",
            Trait.LOWER_IS_BETTER,
            Trait.HANDS_OVER);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(threads, 1, Long.BYTES, Words.LARGEST, BLOCKS);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int threads = options.threads();
        int[] from = new int[threads + 1];
        from[0] = SHARED;
        for (int i = 0; i < threads; i++) {
            from[i + 1] = from[i] + blocks(i) + retained(i);
        }
        Slots slots = Race.slots(peer, options, from[threads], Touch.nothing());
        Words words = new Words(slots, !options.verify(), !options.verify() && peer.keepsContents());
        int rounds = options.scaled(ROUNDS, 1);
        FastRandom random = new FastRandom(options.seed());
        Stopwatch watch = Stopwatch.start();
        for (int round = 0; round < rounds; round++) {
            long seed = options.seed() + round;
            Race.run(peer, threads, i -> new Life(words, slots, from[i], i, FastRandom.of(seed, i)));
            for (int slot = 0; slot < SHARED; slot++) {
                if (round == rounds - 1 || random.chance(50)) {
                    words.free(slot);
                }
            }
        }
        watch.stop();
        long blocks = (long) rounds * (from[threads] - SHARED);
        return watch.millis(blocks);
    }

    private static int blocks(int thread) {
        return BLOCKS * (thread % 8 + 1);
    }

    private static int retained(int thread) {
        return blocks(thread) / 2;
    }

    /** The life of one thread. */
    private static final class Life implements Runnable {
        private final Words words;
        private final Slots slots;
        private final int from;
        private final int blocks;
        private final int retained;
        private final FastRandom random;

        Life(Words words, Slots slots, int from, int thread, FastRandom random) {
            this.words = words;
            this.slots = slots;
            this.from = from;
            this.blocks = blocks(thread);
            this.retained = retained(thread);
            this.random = random;
        }

        @Override
        public void run() {
            int usual = 0;
            int kept = 0;
            while (usual < blocks || kept < retained) {
                if (kept == retained || (usual < blocks && random.chance(50))) {
                    words.allocate(from + usual, 1 << random.below(USUAL_SHIFTS), random);
                    usual++;
                } else {
                    words.allocate(from + blocks + kept, 1 << random.below(RETAINED_SHIFTS), random);
                    kept++;
                }
                if (usual > 0 && random.chance(66)) {
                    words.free(from + random.below(usual));
                }
                if (usual > 0 && random.chance(25)) {
                    slots.exchange(from + random.below(usual), random.below(SHARED));
                }
            }
            for (int slot = from; slot < from + blocks + retained; slot++) {
                words.free(slot);
            }
        }
    }
}
