package hakmem.bench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a workload found. Immutable.
 *
 * @param value the figure, in the workload's unit
 * @param operations what was counted
 * @param nanos the time it took, in nanoseconds
 * @param garbageBytes what was allocated on the Java heap meanwhile, in bytes, or -1 if the JVM does not tell
 * @param latency percentiles of {@code malloc} and {@code free} in nanoseconds, if they were timed
 * @param details further figures by name, such as {@code threadsStarted}: numbers, strings or arrays of numbers
 */
public record Outcome(
        double value,
        long operations,
        long nanos,
        long garbageBytes,
        Optional<Map<String, Map<String, Long>>> latency,
        Map<String, Object> details) {
    /** Copies the map. */
    public Outcome {
        details = Map.copyOf(details);
    }

    /**
     * The same with a further figure.
     *
     * @param name of the figure
     * @param figure a number, a string or an array of numbers
     * @return a copy
     */
    Outcome with(String name, Object figure) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, figure);
        return new Outcome(value, operations, nanos, garbageBytes, latency, more);
    }

    /**
     * The same with another figure in the first place.
     *
     * @param newValue in the workload's unit
     * @return a copy
     */
    Outcome withValue(double newValue) {
        return new Outcome(newValue, operations, nanos, garbageBytes, latency, details);
    }

    /**
     * The same with percentiles.
     *
     * @param percentiles of {@code malloc} and {@code free}
     * @return a copy
     */
    Outcome withLatency(Map<String, Map<String, Long>> percentiles) {
        return new Outcome(value, operations, nanos, garbageBytes, Optional.of(percentiles), details);
    }
}
