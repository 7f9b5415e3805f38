package hakmem.bench.report;

import hakmem.bench.run.Comparison;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Collects what is found, in the order of the first round. Safe for use by several threads. */
public final class Results implements Comparison.Listener {
    private record Key(String allocator, int threads) {}

    /**
     * An allocator without a figure.
     *
     * @param allocator its name
     * @param threads number of threads
     * @param reason why there is none
     */
    record Missing(String allocator, int threads, String reason) {}

    private static final class Rounds {
        private final WorkloadOptions settings;
        private final List<Double> values = new ArrayList<>();
        private final List<Long> peaks = new ArrayList<>();
        private Map<String, Object> details = Map.of();

        Rounds(WorkloadOptions settings) {
            this.settings = settings;
        }
    }

    /** The detail by which a process tells what it took before its first block, in bytes. */
    private static final String BASE_DETAIL = "baseRssBytes";

    private final String workload;
    private final String unit;
    private final SequencedMap<Key, Rounds> measured = new LinkedHashMap<>();
    private final Map<Integer, Long> bases = new LinkedHashMap<>();
    private final List<Missing> skipped = new ArrayList<>();
    private final List<Missing> failed = new ArrayList<>();

    /**
     * Makes an empty collection.
     *
     * @param workload name of the workload
     * @param unit of its figures
     */
    public Results(String workload, String unit) {
        this.workload = workload;
        this.unit = unit;
    }

    @Override
    public synchronized void baseLine(int threads, long peakRssBytes) {
        bases.put(threads, peakRssBytes);
    }

    @Override
    public void begin(RunSpec spec, int round) {}

    @Override
    public synchronized void end(RunSpec spec, int round, RunResult result) {
        int threads = spec.options().threads();
        if (result.skipped() != null) {
            skipped.add(new Missing(spec.allocator(), threads, result.skipped()));
        } else if (result.failed() != null) {
            failed.add(new Missing(spec.allocator(), threads, result.failed()));
        } else {
            Rounds rounds =
                    measured.computeIfAbsent(new Key(spec.allocator(), threads), key -> new Rounds(spec.options()));
            rounds.values.add(result.value());
            rounds.peaks.add(result.peakRssBytes());
            rounds.details = result.details();
        }
    }

    /**
     * What there is so far.
     *
     * @return a series for each allocator and number of threads with at least one figure
     */
    synchronized List<Series> series() {
        List<Series> all = new ArrayList<>();
        measured.forEach((key, rounds) -> all.add(series(key, rounds)));
        return all;
    }

    /**
     * What could not be measured here.
     *
     * @return the allocators, each once
     */
    synchronized List<Missing> skipped() {
        return List.copyOf(skipped);
    }

    /**
     * What went wrong.
     *
     * @return the allocators
     */
    synchronized List<Missing> failed() {
        return List.copyOf(failed);
    }

    /**
     * Whether the run proved what it should: something was measured, and nothing failed.
     *
     * @return true if so
     */
    public synchronized boolean isGood() {
        return failed.isEmpty() && !measured.isEmpty();
    }

    /** A C program's base is what it took before its first block; the others', what a JVM takes without an allocator. */
    private long base(Key key, Rounds rounds) {
        return rounds.details.get(BASE_DETAIL) instanceof Number own
                ? own.longValue()
                : bases.getOrDefault(key.threads(), 0L);
    }

    private Series series(Key key, Rounds rounds) {
        long peak = (long) Statistics.median(rounds.peaks);
        long base = base(key, rounds);
        return new Series(
                workload,
                key.allocator(),
                key.threads(),
                unit,
                rounds.settings,
                List.copyOf(rounds.values),
                Statistics.median(rounds.values),
                Statistics.min(rounds.values),
                Statistics.max(rounds.values),
                Statistics.spread(rounds.values),
                peak,
                Math.max(0, peak - base),
                rounds.details);
    }
}
