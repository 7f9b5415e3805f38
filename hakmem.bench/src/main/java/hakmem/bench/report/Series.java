package hakmem.bench.report;

import hakmem.bench.figure.Statistics;
import hakmem.bench.run.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What several rounds of one allocator with one number of threads found; an element of the result file, where what is null is
 * left out. Immutable.
 *
 * @param workload name of the workload
 * @param allocator name of the allocator
 * @param threads number of threads
 * @param ownThreads true if the workload has a number of threads of its own, which {@code threads} does not tell; else null
 * @param unit of the figures
 * @param higherIsBetter the direction of the figures
 * @param settings what the workload was told, defaults included: an object, or a map by name
 * @param rounds the figure of each round, in the order they were measured
 * @param median of the rounds
 * @param min of the rounds
 * @param max of the rounds
 * @param spread {@code (max - min) / median}
 * @param peakRssBytes median over the rounds of the JVM's peak resident memory; 0 if unknown
 * @param baseRssBytes that of a JVM which runs the loop without an allocator; 0 if unknown
 * @param peakRssAboveBaseBytes the difference of the two, 0 at least
 * @param peakCommittedBytes median over the rounds of what the allocator had committed at most, or null
 * @param garbageBytesPerOperation median over the rounds, or null
 * @param latency of each percentile the median over the rounds, or null
 * @param details further figures of the last round, by name
 * @param measurements all of each round, in the order they were measured
 */
record Series(
        String workload,
        String allocator,
        int threads,
        Boolean ownThreads,
        String unit,
        boolean higherIsBetter,
        Object settings,
        List<Double> rounds,
        double median,
        double min,
        double max,
        double spread,
        long peakRssBytes,
        long baseRssBytes,
        long peakRssAboveBaseBytes,
        Long peakCommittedBytes,
        Double garbageBytesPerOperation,
        Map<String, Map<String, Long>> latency,
        Map<String, Object> details,
        List<Measurement> measurements) {
    /**
     * Draws rounds together.
     *
     * @param workload name of the workload
     * @param unit of the figures
     * @param higherIsBetter the direction of the figures
     * @param ownThreads whether the workload has a number of threads of its own
     * @param allocator name of the allocator
     * @param threads number of threads
     * @param settings what the workload was told
     * @param measurements the rounds, at least one
     * @param base peak resident memory of a JVM that runs the loop without an allocator, in bytes; 0 if unknown
     * @return the series
     */
    static Series of(
            String workload,
            String unit,
            boolean higherIsBetter,
            boolean ownThreads,
            String allocator,
            int threads,
            Object settings,
            List<Measurement> measurements,
            long base) {
        List<Double> values = measurements.stream().map(Measurement::value).toList();
        long peak = median(measurements, Measurement::peakRssBytes).longValue();
        Double committed = median(measurements, Measurement::peakCommittedBytes);
        return new Series(
                workload,
                allocator,
                threads,
                ownThreads ? true : null,
                unit,
                higherIsBetter,
                settings,
                values,
                Statistics.median(values),
                Statistics.min(values),
                Statistics.max(values),
                Statistics.spread(values),
                peak,
                base,
                Math.max(0, peak - base),
                committed == null ? null : committed.longValue(),
                median(measurements, Measurement::garbageBytesPerOperation),
                latency(measurements),
                measurements.getLast().details(),
                List.copyOf(measurements));
    }

    /** Null if no round has the figure. */
    private static Double median(List<Measurement> measurements, Function<Measurement, Number> figure) {
        List<Number> found =
                measurements.stream().map(figure).filter(Objects::nonNull).toList();
        return found.isEmpty() ? null : Statistics.median(found);
    }

    private static Map<String, Map<String, Long>> latency(List<Measurement> measurements) {
        Map<String, Map<String, Long>> first = measurements.getFirst().latency();
        if (first == null) {
            return null;
        }
        Map<String, Map<String, Long>> medians = new LinkedHashMap<>();
        first.forEach((call, percentiles) -> percentiles
                .keySet()
                .forEach(name -> medians.computeIfAbsent(call, key -> new LinkedHashMap<>())
                        .put(
                                name,
                                median(
                                                measurements,
                                                round -> round.latency()
                                                        .get(call)
                                                        .get(name))
                                        .longValue())));
        return medians;
    }
}
