package hakmem.bench.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;

/** Time, processor time and Java heap that the timed part of a workload took. For one thread. */
final class Stopwatch {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final long beginGarbage;
    private final long beginCpu;
    private final long begin;
    private long nanos;
    private long cpuNanos;
    private long garbageBytes;

    private Stopwatch() {
        beginGarbage = Garbage.bytes();
        beginCpu = cpu();
        begin = System.nanoTime();
    }

    static Stopwatch start() {
        return new Stopwatch();
    }

    /** Ends the timed part. */
    Stopwatch stop() {
        nanos = System.nanoTime() - begin;
        cpuNanos = cpu() - beginCpu;
        long garbage = Garbage.bytes();
        garbageBytes = garbage < 0 ? -1 : Math.max(0, garbage - beginGarbage);
        return this;
    }

    /** The figure is operations per second. */
    Outcome perSecond(long operations) {
        return outcome(operations * NANOS_PER_SECOND / nanos, operations);
    }

    /** The figure is operations per second of processor time, of all threads of the process together. */
    Outcome perCpuSecond(long operations) {
        return outcome(operations * NANOS_PER_SECOND / Math.max(1, cpuNanos), operations);
    }

    /** The figure is the time, in milliseconds. */
    Outcome millis(long operations) {
        return outcome(nanos / NANOS_PER_MILLI, operations);
    }

    /** The figure is the time of an operation, in nanoseconds. */
    Outcome nanosEach(long operations) {
        return outcome((double) nanos / operations, operations);
    }

    private Outcome outcome(double value, long operations) {
        return new Outcome(value, operations, nanos, garbageBytes, Optional.empty(), Map.of());
    }

    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
