package hakmem.bench.report;

import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import java.util.Map;

/**
 * What several rounds of one allocator with one number of threads found; an element of the result file. Immutable.
 *
 * @param workload name of the workload
 * @param allocator name of the allocator
 * @param threads number of threads
 * @param unit of the figures
 * @param settings what the workload was told, defaults included
 * @param rounds the figure of each round, in the order they were measured
 * @param median of the rounds
 * @param min of the rounds
 * @param max of the rounds
 * @param spread {@code (max - min) / median}
 * @param peakRssBytes median over the rounds of the JVM's peak resident memory; 0 if unknown
 * @param peakRssAboveBaseBytes the same less that of a JVM which runs the loop without an allocator, 0 at least
 * @param details further figures of the last round, by name
 */
record Series(
        String workload,
        String allocator,
        int threads,
        String unit,
        WorkloadOptions settings,
        List<Double> rounds,
        double median,
        double min,
        double max,
        double spread,
        long peakRssBytes,
        long peakRssAboveBaseBytes,
        Map<String, Object> details) {}
