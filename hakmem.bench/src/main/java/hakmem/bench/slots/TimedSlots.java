package hakmem.bench.slots;

import hakmem.bench.peer.Peer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Slots that take the time of each call. The slots are split evenly among threads, each of which has histograms of its own:
 * recording then is not seen by the others. It is done after the clock was read, and so is not part of any figure but the
 * next call's caches.
 */
public final class TimedSlots extends Slots {
    /* A minute: what takes longer counts as so long. Three digits keep a histogram below half a MiB. */
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private static final Map<String, Double> PERCENTILES =
            sorted("p50", 50.0, "p90", 90.0, "p99", 99.0, "p99.9", 99.9, "p99.99", 99.99);
    private static final int CLOCK_READS = 10_000;

    private final Slots slots;
    private final Touch touch;
    private final int share;
    private final Histogram[] mallocs;
    private final Histogram[] frees;

    /**
     * Makes a row of empty slots.
     *
     * @param peer where the blocks come from
     * @param count how many slots
     * @param touch what is written to every block, after the clock was read
     * @param threads number of threads, each of which uses the slots from {@code count / threads * i} on
     */
    public TimedSlots(Peer peer, int count, Touch touch, int threads) {
        super(count);
        this.slots = of(peer, count, Touch.nothing());
        this.touch = touch;
        this.share = count / threads;
        this.mallocs = histograms(threads);
        this.frees = histograms(threads);
    }

    private static Histogram[] histograms(int count) {
        return Stream.generate(() -> new Histogram(LONGEST_NANOS, DIGITS))
                .limit(count)
                .toArray(Histogram[]::new);
    }

    private static Map<String, Double> sorted(Object... pairs) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (Double) pairs[i + 1]);
        }
        return map;
    }

    /** Forgets what was timed so far; when no other thread is at work. */
    public void reset() {
        Stream.concat(Arrays.stream(mallocs), Arrays.stream(frees)).forEach(Histogram::reset);
    }

    /**
     * The percentiles; when no other thread is at work.
     *
     * @return for {@code malloc} and {@code free}: nanoseconds by name, and {@code count}
     */
    public Map<String, Map<String, Long>> latency() {
        Map<String, Map<String, Long>> found = new LinkedHashMap<>();
        found.put("malloc", percentiles(sum(Arrays.stream(mallocs))));
        found.put("free", percentiles(sum(Arrays.stream(frees))));
        return found;
    }

    /**
     * A percentile of all calls together; when no other thread is at work.
     *
     * @param percentile 0 to 100
     * @return nanoseconds
     */
    public long percentile(double percentile) {
        return sum(Stream.concat(Arrays.stream(mallocs), Arrays.stream(frees))).getValueAtPercentile(percentile);
    }

    /**
     * What reading the clock twice takes, with nothing between.
     *
     * @return nanoseconds, the median of many
     */
    public static long clockNanos() {
        Histogram reads = new Histogram(LONGEST_NANOS, DIGITS);
        for (int i = 0; i < CLOCK_READS; i++) {
            long begin = System.nanoTime();
            reads.recordValue(Math.clamp(System.nanoTime() - begin, 0, LONGEST_NANOS));
        }
        return reads.getValueAtPercentile(50);
    }

    private static Histogram sum(Stream<Histogram> parts) {
        Histogram sum = new Histogram(LONGEST_NANOS, DIGITS);
        parts.forEach(sum::add);
        return sum;
    }

    private static Map<String, Long> percentiles(Histogram histogram) {
        Map<String, Long> found = new LinkedHashMap<>();
        PERCENTILES.forEach((name, percentile) -> found.put(name, histogram.getValueAtPercentile(percentile)));
        found.put("max", histogram.getMaxValue());
        found.put("count", histogram.getTotalCount());
        return found;
    }

    @Override
    public long address(int slot) {
        return slots.address(slot);
    }

    @Override
    public boolean isEmpty(int slot) {
        return slots.isEmpty(slot);
    }

    @Override
    public void allocate(int slot, int byteSize) {
        long begin = System.nanoTime();
        slots.allocate(slot, byteSize);
        record(mallocs, slot, System.nanoTime() - begin);
        touch.write(slots.address(slot), byteSize);
    }

    @Override
    public void allocate(int slot, int byteAlignment, int byteSize) {
        long begin = System.nanoTime();
        slots.allocate(slot, byteAlignment, byteSize);
        record(mallocs, slot, System.nanoTime() - begin);
        touch.write(slots.address(slot), byteSize);
    }

    @Override
    public void free(int slot) {
        if (!slots.isEmpty(slot)) {
            long begin = System.nanoTime();
            slots.free(slot);
            record(frees, slot, System.nanoTime() - begin);
        }
    }

    @Override
    public void replace(int slot, int byteSize) {
        free(slot);
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        slots.swap(one, other);
    }

    @Override
    public void exchange(int own, int shared) {
        slots.exchange(own, shared);
    }

    @Override
    public void handOver(int from, int to) {
        slots.handOver(from, to);
    }

    @Override
    public void takeOver(int from, int to) {
        slots.takeOver(from, to);
    }

    private void record(Histogram[] histograms, int slot, long nanos) {
        histograms[slot / share].recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }
}
