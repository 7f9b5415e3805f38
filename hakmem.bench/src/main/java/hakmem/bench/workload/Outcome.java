package hakmem.bench.workload;

import java.util.Map;

/**
 * What a workload found. Immutable.
 *
 * @param value the figure, in the workload's unit
 * @param operations what was counted
 * @param nanos the time it took, in nanoseconds
 * @param details further figures by name, such as {@code threadsStarted}
 */
public record Outcome(double value, long operations, long nanos, Map<String, Long> details) {
    /** Copies the map. */
    public Outcome {
        details = Map.copyOf(details);
    }
}
