package hakmem.bench.workload;

/**
 * What a workload is told. Immutable.
 *
 * @param threads threads at work at the same time, at least 1
 * @param seconds how long it is timed
 * @param minimum the smallest block in bytes, at least 2
 * @param maximum the largest block in bytes
 * @param chunks blocks live for each thread, at least 1
 * @param seed where the random numbers start
 * @param verify whether the contents of all blocks are checked
 */
public record WorkloadOptions(
        int threads, double seconds, int minimum, int maximum, int chunks, long seed, boolean verify) {
    /** The largest block a run can ask for, in bytes; what an {@code int} and Netty's buffers can hold. */
    public static final int LARGEST = 1 << 30;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which, and the range
     */
    public WorkloadOptions {
        require(threads >= 1 && threads <= 4096, "threads must be 1 to 4096: " + threads);
        require(seconds > 0 && seconds <= 86_400, "seconds must be more than 0 and at most 86400: " + seconds);
        require(minimum >= 2, "the smallest block must be 2 bytes or more, for two are written: " + minimum);
        require(maximum >= minimum, "the maximum must not be less than the minimum: " + maximum + " < " + minimum);
        require(maximum <= LARGEST, "the maximum must be at most " + LARGEST + " bytes: " + maximum);
        require(chunks >= 1, "chunks must be 1 or more: " + chunks);
        require(
                (long) threads * chunks <= 1 << 28,
                "threads times chunks must be at most 2^28: " + threads + " x " + chunks);
    }

    /**
     * The same for another time.
     *
     * @param newSeconds how long it is timed
     * @return a copy
     */
    public WorkloadOptions withSeconds(double newSeconds) {
        return new WorkloadOptions(threads, newSeconds, minimum, maximum, chunks, seed, verify);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
