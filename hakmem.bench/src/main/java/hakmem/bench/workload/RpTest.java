package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Bursts: each thread frees up to 100 blocks of its thousand, a prime number apart, and allocates as many, some with an alignment;
 * every second time it allocates a burst more and hands it to another thread, which frees it. Small sizes are frequent, large ones
 * seldom. The figure is calls per second of processor time. After the benchmark of rpmalloc by M. Jansson.
 */
final class RpTest implements Workload {
    private static final int SLOTS = 1000;
    private static final int SMALLEST = 8;
    private static final int LARGEST = 16_000;
    private static final int BURST = 100;

    /* A thread whose bursts are all with others hands none over. */
    private static final int BURSTS = 16;
    private static final int[] STRIDES = {7, 13, 31, 61, 127, 251};

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "rptest",
            "ops/cpu-s",
            "bursts of up to 100 frees and allocations of 8 to 16000 bytes, aligned; every second burst to another thread",
            Trait.TIMED,
            Trait.HANDS_OVER);

    /** Slots for blocks that another thread frees, in use up to {@code size}. */
    private static final class Burst {
        private final int from;
        private final Queue<Burst> home;
        private int size;

        Burst(int from, Queue<Burst> home) {
            this.from = from;
            this.home = home;
        }
    }

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, SMALLEST, LARGEST, SLOTS + BURSTS * BURST);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int threads = options.threads();
        int share = SLOTS + BURSTS * BURST;
        Slots slots = Race.slots(peer, options, threads * share, Touch.everything());
        Lane[] lanes = new Lane[threads];
        for (int i = 0; i < threads; i++) {
            lanes[i] = new Lane(slots, i * share, FastRandom.of(options.seed(), i));
        }
        Stopwatch watch = Race.run(
                peer, threads, options.seconds(), (crew, i) -> () -> lanes[i].run(crew, lanes[(i + 1) % threads]));
        slots.freeAll(0, slots.count()); // what was on its way when they were stopped
        long calls = 0;
        for (Lane lane : lanes) {
            calls += lane.calls;
        }
        return watch.perCpuSecond(calls);
    }

    /** A size; how often each comes falls in a straight line. The smaller of two numbers is distributed so. */
    static int size(FastRandom random) {
        int range = LARGEST - SMALLEST + 1;
        int one = random.below(range);
        int other = random.below(range);
        return SMALLEST + Math.min(one, other);
    }

    /** One thread. All fields but the queues belong to it, and after its end to the thread that measures. */
    private static final class Lane {
        private final Slots slots;
        private final int from;
        private final FastRandom random;
        private final Queue<Burst> received = new ConcurrentLinkedQueue<>();
        private final Queue<Burst> unused = new ConcurrentLinkedQueue<>();
        private long calls;

        Lane(Slots slots, int from, FastRandom random) {
            this.slots = slots;
            this.from = from;
            this.random = random;
            for (int i = 0; i < BURSTS; i++) {
                unused.add(new Burst(from + SLOTS + i * BURST, unused));
            }
        }

        void run(Crew crew, Lane other) {
            boolean handsOver = false;
            do {
                replaceSome();
                if (handsOver) {
                    handOver(other.received);
                }
                handsOver = !handsOver;
                for (Burst burst = received.poll(); burst != null; burst = received.poll()) {
                    release(burst);
                }
            } while (!crew.isStopped());
        }

        private void replaceSome() {
            int count = 1 + random.below(BURST);
            int stride = STRIDES[random.below(STRIDES.length)];
            int first = random.below(SLOTS);
            int slot = first;
            for (int i = 0; i < count; i++) {
                slots.free(from + slot);
                slot = (slot + stride) % SLOTS;
            }
            slot = first;
            for (int i = 0; i < count; i++) {
                allocate(from + slot);
                slot = (slot + stride) % SLOTS;
            }
            calls += 2L * count;
        }

        private void handOver(Queue<Burst> queue) {
            Burst burst = unused.poll();
            if (burst == null) {
                return;
            }
            burst.size = 1 + random.below(BURST);
            for (int i = 0; i < burst.size; i++) {
                allocate(burst.from + i);
            }
            calls += burst.size;
            queue.add(burst); // what is written to the burst before is seen by who takes it out
        }

        private void release(Burst burst) {
            slots.freeAll(burst.from, burst.from + burst.size);
            calls += burst.size;
            burst.home.add(burst);
        }

        private void allocate(int slot) {
            int alignment = 8 * random.below(3);
            if (alignment == 0) {
                slots.allocate(slot, size(random));
            } else {
                slots.allocate(slot, alignment, size(random));
            }
        }
    }
}
