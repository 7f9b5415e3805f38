package hakmem.bench.run;

import java.util.Map;

/**
 * How a measurement ended: with a figure, or with {@link #skipped} or {@link #failed} saying why there is none. Immutable.
 *
 * @param value the figure, in the workload's unit
 * @param peakRssBytes the most resident memory of the JVM, in bytes; 0 if the system does not tell
 * @param details further figures by name
 * @param skipped why the allocator cannot be measured here, or null
 * @param failed what went wrong, or null
 */
public record RunResult(double value, long peakRssBytes, Map<String, Object> details, String skipped, String failed) {
    static RunResult skipped(String reason) {
        return new RunResult(0, 0, Map.of(), reason, null);
    }

    static RunResult failed(String message) {
        return new RunResult(0, 0, Map.of(), null, message);
    }

    /**
     * Whether there is a figure.
     *
     * @return true if it was neither skipped nor failed
     */
    public boolean isMeasured() {
        return skipped == null && failed == null;
    }
}
