package hakmem.bench.recorded;

/**
 * How much memory there was at one moment.
 *
 * @param millis time since the timed part began, in milliseconds
 * @param bytes of memory
 */
public record MemorySample(double millis, double bytes) {}
