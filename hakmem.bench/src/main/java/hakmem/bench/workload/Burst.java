package hakmem.bench.workload;

import hakmem.bench.figure.Statistics;
import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Load that comes and goes: the threads together grow to a gigabyte of blocks of mixed sizes, free all of them in another order,
 * and rest. The figure is the time of a burst without the rest; what memory is resident after each rest is in the details, and
 * all the while in the samples.
 *
 * <p>At a scale below a fifth there are two bursts, of less memory and with shorter rests.
 */
final class Burst implements Workload {
    private static final long LIVE_BYTES = 1L << 30;
    private static final double REST_NANOS = 2e9;
    private static final double BURSTS = 10;
    private static final int LEAST_BURSTS = 2;
    private static final double FULL_SIZE = 0.2;

    private static final int SMALLEST = 16;
    private static final int LARGEST = 64 << 10;
    private static final int HUGE = 1 << 20;

    /* One block in so many is huge. */
    private static final int HUGE_PERIOD = 4096;

    /* Prime, so that it has no divisor in common with a number of blocks below it. */
    private static final long STRIDE = 1_000_000_007L;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "burst",
            "ms",
            "grow to 1 GiB live, free all, rest 2 s, ten times; resident memory after each rest",
            Trait.LOWER_IS_BETTER,
            Trait.WATCHES_MEMORY,
            Trait.STARTS_COLD);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(threads, FULL_SIZE, SMALLEST, HUGE, 1);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        double part = Math.min(1, options.scale() / FULL_SIZE);
        int threads = options.threads();
        int bursts = options.scaled(BURSTS, LEAST_BURSTS);
        int[][] sizes = new int[threads][];
        Slots[] slots = new Slots[threads];
        long blocks = 0;
        for (int i = 0; i < threads; i++) {
            sizes[i] = sizes(FastRandom.of(options.seed(), i), (long) (LIVE_BYTES * part / threads));
            slots[i] = Race.slots(peer, options, sizes[i].length, Touch.pages());
            blocks += sizes[i].length;
        }
        List<Long> rests = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        Crew waiting = new Crew(peer::newThread);
        Stopwatch whole = Stopwatch.start();
        for (int burst = 0; burst < bursts; burst++) {
            millis.add(Race.run(peer, threads, i -> () -> burst(slots[i], sizes[i]))
                    .millis(blocks)
                    .value());
            waiting.await((long) (REST_NANOS * part));
            rests.add(ResidentMemory.bytes());
        }
        whole.stop();
        return whole.millis(blocks * bursts)
                .withValue(Statistics.median(millis))
                .with("restRssBytes", rests)
                .with("burstMillis", millis)
                .with(
                        "liveBytes",
                        Arrays.stream(sizes)
                                .flatMapToInt(Arrays::stream)
                                .asLongStream()
                                .sum());
    }

    private static void burst(Slots slots, int[] sizes) {
        for (int slot = 0; slot < sizes.length; slot++) {
            slots.allocate(slot, sizes[slot]);
        }
        for (long i = 0; i < sizes.length; i++) {
            slots.free((int) (i * STRIDE % sizes.length));
        }
    }

    /**
     * Sizes of any order of magnitude alike, and a few huge ones.
     *
     * @param random where from
     * @param byteSize what they add up to, or a little more
     * @return sizes in bytes
     */
    static int[] sizes(FastRandom random, long byteSize) {
        int[] sizes = new int[1024];
        int count = 0;
        double orders = Math.log((double) LARGEST / SMALLEST);
        for (long sum = 0; sum < byteSize; count++) {
            if (count == sizes.length) {
                sizes = Arrays.copyOf(sizes, 2 * count);
            }
            sizes[count] = count % HUGE_PERIOD == HUGE_PERIOD - 1
                    ? HUGE
                    : (int) (SMALLEST * Math.exp(random.fraction() * orders));
            sum += sizes[count];
        }
        return Arrays.copyOf(sizes, Math.max(1, count));
    }
}
