package hakmem.bench.targets;

import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where hakmem stands in one comparison: against the best of what Java code could call instead, and against the one that takes the
 * least memory. Immutable.
 *
 * @param label workload, number of threads and variant, for people
 * @param mine what hakmem reached
 * @param best the peer with the best figure
 * @param peers how many there are
 * @param ratio how many times as good hakmem is
 * @param leanest the peer that takes the least memory; empty if the system tells none
 * @param origin where it was read, for people
 */
public record Standing(
        String label,
        RecordedSeries mine,
        RecordedSeries best,
        long peers,
        double ratio,
        Optional<RecordedSeries> leanest,
        String origin) {
    /**
     * What less than this is counted as, in bytes. JVMs that do the same differ by about as much in what is resident, so below it a
     * ratio says nothing of allocators.
     */
    public static final double LEAST_MEMORY = 4 << 20;

    /** The workload that has targets of its own. */
    private static final String LARSON = "larson";

    static Optional<Standing> of(Evidence.Place place) {
        SideBySide measured = place.measured();
        Optional<RecordedSeries> mine = measured.find(AllocatorNames.HAKMEM);
        Optional<RecordedSeries> best = measured.bestPeer();
        if (mine.isEmpty() || best.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble ratio = mine.get().ratioTo(best.get());
        return ratio.isEmpty()
                ? Optional.empty()
                : Optional.of(new Standing(
                        place.label(),
                        mine.get(),
                        best.get(),
                        measured.series().stream()
                                .filter(each -> AllocatorNames.isJavaPeer(each.allocator()))
                                .count(),
                        ratio.getAsDouble(),
                        measured.leanestPeer(),
                        place.origin()));
    }

    /**
     * How much more memory hakmem takes than the leanest peer.
     *
     * @return the ratio of the peaks, each {@link #LEAST_MEMORY} at least; empty if either is unknown
     */
    public OptionalDouble memoryRatio() {
        return leanest.isPresent() ? memoryRatio(leanest.get()) : OptionalDouble.empty();
    }

    /**
     * How much more memory hakmem takes than the peer with the best figure.
     *
     * @return the ratio of the peaks, each {@link #LEAST_MEMORY} at least; empty if either is unknown
     */
    public OptionalDouble memoryRatioToBest() {
        return memoryRatio(best);
    }

    private OptionalDouble memoryRatio(RecordedSeries peer) {
        if (mine.peakRss().isEmpty() || peer.peakRss().isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(LEAST_MEMORY, mine.peakRss().getAsDouble())
                / Math.max(LEAST_MEMORY, peer.peakRss().getAsDouble()));
    }

    /**
     * Whether it counts among the workloads other than the main one. Those that time single calls do not: they are the same
     * workloads once more, for their percentiles, and the clock takes much of the time.
     *
     * @return false for the main workload and for latencies
     */
    public boolean isCounted() {
        return !mine.workload().equals(LARSON) && mine.latency().isEmpty();
    }
}
