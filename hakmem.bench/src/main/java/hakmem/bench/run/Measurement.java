package hakmem.bench.run;

import java.util.List;
import java.util.Map;

/**
 * What one round found; an element of the result file. What is null is left out there. Immutable.
 *
 * @param value the figure, in the workload's unit
 * @param operations what was counted in the timed part, or null
 * @param nanos how long that took, in nanoseconds, or null
 * @param peakRssBytes the most resident memory of the JVM, in bytes; 0 if the system does not tell
 * @param peakCommittedBytes the most memory the allocator had committed at any sample, in bytes, or null
 * @param garbageBytesPerOperation what was allocated on the Java heap in the timed part, or null
 * @param rssSamples pairs of milliseconds since the run began and resident bytes, or null
 * @param committedSamples pairs of milliseconds since the run began and committed bytes, or null
 * @param latency percentiles by name, in nanoseconds, of {@code malloc} and {@code free}, or null
 * @param details further figures by name
 */
public record Measurement(
        double value,
        Long operations,
        Long nanos,
        long peakRssBytes,
        Long peakCommittedBytes,
        Double garbageBytesPerOperation,
        List<List<Long>> rssSamples,
        List<List<Long>> committedSamples,
        Map<String, Map<String, Long>> latency,
        Map<String, Object> details) {
    /**
     * A round that found a figure and nothing else.
     *
     * @param value the figure
     * @param peakRssBytes the most resident memory of the JVM, in bytes
     * @param details further figures by name
     * @return the measurement
     */
    public static Measurement of(double value, long peakRssBytes, Map<String, Object> details) {
        return new Measurement(value, null, null, peakRssBytes, null, null, null, null, null, details);
    }
}
