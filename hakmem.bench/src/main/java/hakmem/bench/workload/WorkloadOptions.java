package hakmem.bench.workload;

/**
 * What a workload is told. Immutable.
 *
 * @param threads threads at work at the same time, at least 1
 * @param seconds how long it is timed, if it is
 * @param scale how much of what its description says it does, if it is not timed: 1 is all of it
 * @param minimum the smallest block in bytes
 * @param maximum the largest block in bytes
 * @param chunks blocks live for each thread, at least 1
 * @param seed where the random numbers start
 * @param verify whether the contents of all blocks are checked
 */
public record WorkloadOptions(
        int threads, double seconds, double scale, int minimum, int maximum, int chunks, long seed, boolean verify) {
    /** The largest block a run can ask for, in bytes; what an {@code int} and Netty's buffers can hold. */
    public static final int LARGEST = 1 << 30;

    /** Where the random numbers start if nobody says. */
    public static final long SEED = 4141;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which, and the range
     */
    public WorkloadOptions {
        require(threads >= 1 && threads <= 4096, "threads must be 1 to 4096: " + threads);
        require(seconds > 0 && seconds <= 86_400, "seconds must be more than 0 and at most 86400: " + seconds);
        require(scale > 0 && scale <= 1000, "scale must be more than 0 and at most 1000: " + scale);
        require(minimum >= 0, "the minimum must not be negative: " + minimum);
        require(maximum >= minimum, "the maximum must not be less than the minimum: " + maximum + " < " + minimum);
        require(maximum <= LARGEST, "the maximum must be at most " + LARGEST + " bytes: " + maximum);
        require(chunks >= 1, "chunks must be 1 or more: " + chunks);
        require(
                (long) threads * chunks <= 1 << 28,
                "threads times chunks must be at most 2^28: " + threads + " x " + chunks);
    }

    /**
     * For a timed workload.
     *
     * @param threads threads at work at the same time
     * @param seconds how long it is timed
     * @param minimum the smallest block in bytes
     * @param maximum the largest block in bytes
     * @param chunks blocks live for each thread
     * @param seed where the random numbers start
     * @param verify whether contents are checked
     */
    public WorkloadOptions(
            int threads, double seconds, int minimum, int maximum, int chunks, long seed, boolean verify) {
        this(threads, seconds, 1, minimum, maximum, chunks, seed, verify);
    }

    /** The defaults of a timed workload. */
    static WorkloadOptions timed(int threads, double seconds, double scale, int minimum, int maximum, int chunks) {
        return new WorkloadOptions(threads, seconds, scale, minimum, maximum, chunks, SEED, false);
    }

    /** The defaults of a workload that is not timed. */
    static WorkloadOptions counted(int threads, double scale, int minimum, int maximum, int chunks) {
        return new WorkloadOptions(threads, 1, scale, minimum, maximum, chunks, SEED, false);
    }

    /**
     * The same for another time.
     *
     * @param newSeconds how long it is timed
     * @return a copy
     */
    public WorkloadOptions withSeconds(double newSeconds) {
        return new WorkloadOptions(threads, newSeconds, scale, minimum, maximum, chunks, seed, verify);
    }

    /**
     * The same at another scale.
     *
     * @param newScale how much of what its description says it does
     * @return a copy
     */
    public WorkloadOptions withScale(double newScale) {
        return new WorkloadOptions(threads, seconds, newScale, minimum, maximum, chunks, seed, verify);
    }

    /**
     * The same with or without checks.
     *
     * @param newSeed where the random numbers start
     * @param newVerify whether contents are checked
     * @return a copy
     */
    public WorkloadOptions with(long newSeed, boolean newVerify) {
        return new WorkloadOptions(threads, seconds, scale, minimum, maximum, chunks, newSeed, newVerify);
    }

    /**
     * A number of the description, scaled.
     *
     * @param full what it is at scale 1
     * @param least what is done at any scale
     * @return {@code full * scale}, {@code least} at least
     */
    int scaled(double full, int least) {
        return Math.clamp(Math.round(full * scale), least, Integer.MAX_VALUE);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
