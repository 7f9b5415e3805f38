package hakmem.bench.recorded;

import hakmem.bench.figure.Statistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * What the rounds of one allocator with one number of threads found. Median and spread are computed from the rounds, so that what
 * is drawn cannot contradict them. Immutable.
 *
 * @param workload name of the workload
 * @param allocator name of the allocator
 * @param threads number of threads, at least 1
 * @param ownThreads whether the workload has a number of threads of its own, which {@code threads} does not tell
 * @param unit of the figures
 * @param moreIsBetter whether a larger figure is a better one
 * @param settings what the workload was told, but the number of threads; by name
 * @param rounds the figure of each round, at least one
 * @param peakRss most resident memory of the JVM above that of one which runs the loop without an allocator, in bytes; empty if
 *     unknown
 * @param peakCommitted most memory the allocator had committed, in bytes; empty if unknown
 * @param garbagePerOperation bytes of Java garbage per operation; empty if unknown
 * @param latency by operation ({@code malloc}, {@code free}), by percentile ({@code p50}, {@code p99.9}, {@code max}) in rising
 *     order: nanoseconds; empty if not measured
 * @param rssOverTime resident memory in the round that was nearest to the median, in the order of time; empty if not sampled
 * @param committedOverTime what the allocator had committed in the same round; empty if not sampled
 * @param details further figures by name, of the round that was nearest to the median
 */
public record RecordedSeries(
        String workload,
        String allocator,
        int threads,
        boolean ownThreads,
        String unit,
        boolean moreIsBetter,
        Map<String, String> settings,
        List<Double> rounds,
        OptionalDouble peakRss,
        OptionalDouble peakCommitted,
        OptionalDouble garbagePerOperation,
        Map<String, SequencedMap<String, Double>> latency,
        List<MemorySample> rssOverTime,
        List<MemorySample> committedOverTime,
        Map<String, String> details) {
    /**
     * The figure that stands for all rounds.
     *
     * @return the median of the rounds
     */
    public double median() {
        return Statistics.median(rounds);
    }

    /**
     * The smallest figure.
     *
     * @return the minimum of the rounds
     */
    public double min() {
        return Statistics.min(rounds);
    }

    /**
     * The largest figure.
     *
     * @return the maximum of the rounds
     */
    public double max() {
        return Statistics.max(rounds);
    }

    /**
     * How far the rounds lie apart.
     *
     * @return (max - min) / median
     */
    public double spread() {
        return Statistics.spread(rounds);
    }

    /**
     * How many times as good this is as another series in the same unit.
     *
     * @param base what to compare with
     * @return above 1 if this is better, whether larger figures are better or smaller; empty if a figure is 0
     */
    public OptionalDouble ratioTo(RecordedSeries base) {
        double mine = median();
        double theirs = base.median();
        if (mine == 0 || theirs == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(moreIsBetter ? mine / theirs : theirs / mine);
    }
}
