package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.slots.RawMemory;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;

/**
 * A program that uses what it allocates, some of it often and most of it seldom: of a quarter of a million slots, chosen by a
 * nested rule of 80 to 20, a full one is read through and freed, an empty one is allocated into and filled. After alloc-test by
 * OLogN Technologies.
 */
final class AllocTest implements Workload {
    private static final int SLOTS = 1 << 18;
    private static final double ITERATIONS = 100e6;
    private static final int LEVELS = 6;
    private static final int SMALLEST = 5;
    private static final int LARGEST = 1024;
    private static final int SIZE_CLASSES = 8;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "alloc-test",
            "ops/s",
            "100 million times: a slot by nested 80/20 choice is read and freed, or allocated and filled; 5 to 1024 bytes");

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(threads, 0.1, SMALLEST, LARGEST, Math.max(1, SLOTS / threads));
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int share = options.chunks();
        Slots slots = Race.slots(peer, options, options.threads() * share, Touch.nothing());
        int iterations = options.scaled(ITERATIONS / options.threads(), 1);
        boolean fill = !options.verify();
        boolean check = fill && peer.keepsContents();
        Stopwatch watch = Race.run(peer, options.threads(), i -> {
            Lane lane = new Lane(slots, i * share, share, fill, check, FastRandom.of(options.seed(), i));
            return () -> lane.run(iterations);
        });
        return watch.perSecond((long) iterations * options.threads());
    }

    /** A size: half of them are 5 to 8 bytes, and of each doubling there are half as many. */
    static int size(FastRandom random) {
        int doublings = Integer.numberOfTrailingZeros(random.below(1 << SIZE_CLASSES) | (1 << (SIZE_CLASSES - 1)));
        int half = (SMALLEST - 1) << doublings;
        return half + 1 + random.below(half);
    }

    /** A number below a bound, four fifths of the time in the first fifth, and of those four fifths in its first fifth, and so on. */
    static int nested(FastRandom random, int bound) {
        int from = 0;
        int length = bound;
        for (int level = 0; level < LEVELS && length >= 5; level++) {
            int fifth = length / 5;
            if (random.chance(80)) {
                length = fifth;
            } else {
                from = fifth;
                length -= fifth;
                break;
            }
        }
        return from + random.below(length);
    }

    /** The slots of one thread. All fields belong to it. */
    private static final class Lane {
        private final Slots slots;
        private final int from;
        private final int count;
        private final boolean fill;
        private final boolean check;
        private final FastRandom random;
        private final short[] sizes;

        Lane(Slots slots, int from, int count, boolean fill, boolean check, FastRandom random) {
            this.slots = slots;
            this.from = from;
            this.count = count;
            this.fill = fill;
            this.check = check;
            this.random = random;
            this.sizes = new short[count];
        }

        void run(int iterations) {
            for (int i = 0; i < count; i += 2) {
                allocate(i);
            }
            for (int i = 0; i < iterations; i++) {
                int index = nested(random, count);
                if (slots.isEmpty(from + index)) {
                    allocate(index);
                } else {
                    free(index);
                }
            }
            for (int i = 0; i < count; i++) {
                if (!slots.isEmpty(from + i)) {
                    free(i);
                }
            }
        }

        private void allocate(int index) {
            int size = size(random);
            sizes[index] = (short) size;
            slots.allocate(from + index, size);
            if (fill) {
                RawMemory.fill(slots.address(from + index), size, contents(index));
            }
        }

        private void free(int index) {
            int size = sizes[index];
            if (fill) {
                long address = slots.address(from + index);
                long sum = RawMemory.sum(address, size);
                if (check && sum != (contents(index) & 0xffL) * size) {
                    throw new PeerFaultException(
                            "the bytes of a block of %d at 0x%x add up to %d instead of %d times %d"
                                    .formatted(size, address, sum, size, contents(index) & 0xff));
                }
            }
            slots.free(from + index);
        }

        private static byte contents(int index) {
            return (byte) (index * 31 + 1);
        }
    }
}
