package hakmem.bench.run;

import hakmem.bench.figure.Statistics;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.workload.WorkloadOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures several allocators, with several numbers of threads, in rounds: A B C A B C. What disturbs the machine for a while then
 * disturbs all of them, and shows as spread. Immutable.
 *
 * @param workload name of the workload
 * @param allocators names of the allocators, in the order they are measured
 * @param rounds how often each is measured
 * @param warmupSeconds how long the workload runs before it is timed
 * @param variants what the workload is told; for each, all allocators are measured
 */
public record Comparison(
        String workload, List<String> allocators, List<WorkloadOptions> variants, int rounds, double warmupSeconds) {
    /* What a JVM takes to start and to end, and a workload to set up, roughly; for the estimate alone. */
    private static final double START_SECONDS = 0.5;

    /* The base line is about memory: a short run reaches its peak. As all figures are above it, one odd JVM must not spoil it. */
    private static final double BASE_SECONDS = 1;
    private static final int BASE_RUNS = 3;

    /** Is told how it goes. */
    public interface Listener {
        /**
         * What a JVM takes that runs the workload's loop without an allocator.
         *
         * @param workload name of the workload
         * @param threads number of threads
         * @param peakRssBytes the most resident memory, in bytes, median of some runs; 0 if the system does not tell
         */
        void baseLine(String workload, int threads, long peakRssBytes);

        /**
         * A measurement begins.
         *
         * @param spec what is measured
         * @param round counted from 1
         */
        void begin(RunSpec spec, int round);

        /**
         * A measurement has ended.
         *
         * @param spec what was measured
         * @param round counted from 1
         * @param result how it ended; if it was skipped or failed, it is not tried again
         */
        void end(RunSpec spec, int round, RunResult result);
    }

    /** Copies the lists. */
    public Comparison {
        allocators = List.copyOf(allocators);
        variants = List.copyOf(variants);
    }

    /**
     * How many measurements there are, if none is skipped.
     *
     * @return their number, without those of the base line
     */
    public int runs() {
        return rounds * variants.size() * allocators.size();
    }

    /**
     * How long it takes, roughly.
     *
     * @return seconds
     */
    public double estimatedSeconds() {
        double overhead = warmupSeconds + START_SECONDS;
        double total = 0;
        for (WorkloadOptions options : variants) {
            total += rounds * allocators.size() * (options.seconds() + overhead);
            total += baseRuns() * (Math.min(options.seconds(), BASE_SECONDS) + overhead);
        }
        return total;
    }

    /**
     * Runs all of it.
     *
     * @param runner runs each measurement
     * @param listener is told how it goes, by the calling thread
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void run(Runner runner, Listener listener) throws InterruptedException {
        for (WorkloadOptions options : variants) {
            listener.baseLine(workload, options.threads(), measureBase(runner, options));
        }
        Set<String> skipped = new HashSet<>();
        Set<RunSpec> failed = new HashSet<>();
        for (int round = 1; round <= rounds; round++) {
            for (WorkloadOptions options : variants) {
                for (String allocator : allocators) {
                    RunSpec spec = new RunSpec(workload, allocator, warmupSeconds, options);
                    if (skipped.contains(allocator) || failed.contains(spec)) {
                        continue;
                    }
                    listener.begin(spec, round);
                    RunResult result = runner.run(spec);
                    listener.end(spec, round, result);
                    if (result.skipped() != null) {
                        skipped.add(allocator);
                    } else if (result.failed() != null) {
                        failed.add(spec);
                    }
                }
            }
        }
    }

    /**
     * With the same warm-up, so that the compilers' memory is in it, but never verified: there is nothing to verify.
     */
    private long measureBase(Runner runner, WorkloadOptions options) throws InterruptedException {
        WorkloadOptions base =
                options.with(options.seed(), false).withSeconds(Math.min(options.seconds(), BASE_SECONDS));
        List<Long> peaks = new ArrayList<>();
        for (int run = 0; run < baseRuns(); run++) {
            RunResult result = runner.run(new RunSpec(workload, PeerCatalog.NONE, warmupSeconds, base));
            if (result.isMeasured()) {
                peaks.add(result.measurement().peakRssBytes());
            }
        }
        return peaks.isEmpty() ? 0 : (long) Statistics.median(peaks);
    }

    private int baseRuns() {
        return Math.min(rounds, BASE_RUNS);
    }
}
