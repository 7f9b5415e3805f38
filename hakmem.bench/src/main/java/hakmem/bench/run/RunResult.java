package hakmem.bench.run;

/**
 * How a run ended: with a measurement, or with {@link #skipped} or {@link #failed} saying why there is none. Immutable.
 *
 * @param measurement what was found, or null
 * @param skipped why the allocator cannot be measured here, or null
 * @param failed what went wrong, or null
 */
public record RunResult(Measurement measurement, String skipped, String failed) {
    /**
     * A run that found something.
     *
     * @param measurement what
     * @return the result
     */
    public static RunResult of(Measurement measurement) {
        return new RunResult(measurement, null, null);
    }

    /**
     * A run that could not be made.
     *
     * @param reason why the allocator cannot be measured here
     * @return the result
     */
    public static RunResult skipped(String reason) {
        return new RunResult(null, reason, null);
    }

    /**
     * A run that went wrong.
     *
     * @param message what was found, or thrown
     * @return the result
     */
    public static RunResult failed(String message) {
        return new RunResult(null, null, message);
    }

    /**
     * Whether there is a figure.
     *
     * @return true if it was neither skipped nor failed
     */
    public boolean isMeasured() {
        return measurement != null;
    }
}
