package hakmem.bench.report;

import hakmem.bench.run.Comparison;
import hakmem.bench.run.Measurement;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadInfo;
import hakmem.bench.workload.WorkloadInfo.Trait;
import hakmem.bench.workload.WorkloadOptions;
import hakmem.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Collects what is found, in the order of the first round. Safe for use by several threads. */
public final class Results implements Comparison.Listener {
    private record Key(String workload, String allocator, int threads) {}

    private record Base(String workload, int threads) {}

    /**
     * An allocator without a figure.
     *
     * @param workload name of the workload
     * @param allocator its name
     * @param threads number of threads
     * @param reason why there is none
     */
    record Missing(String workload, String allocator, int threads, String reason) {}

    private record Rounds(WorkloadOptions settings, List<Measurement> measurements) {}

    /** The detail by which a process tells what it took before its first block, in bytes. */
    private static final String BASE_DETAIL = "baseRssBytes";

    private final SequencedMap<Key, Rounds> measured = new LinkedHashMap<>();
    private final Map<Base, Long> bases = new LinkedHashMap<>();
    private final List<Missing> skipped = new ArrayList<>();
    private final List<Missing> failed = new ArrayList<>();

    /** Makes an empty collection. */
    public Results() {}

    @Override
    public synchronized void baseLine(String workload, int threads, long peakRssBytes) {
        bases.put(new Base(workload, threads), peakRssBytes);
    }

    @Override
    public void begin(RunSpec spec, int round) {}

    @Override
    public synchronized void end(RunSpec spec, int round, RunResult result) {
        int threads = spec.options().threads();
        if (result.skipped() != null) {
            skipped.add(new Missing(spec.workload(), spec.allocator(), threads, result.skipped()));
        } else if (result.failed() != null) {
            failed.add(new Missing(spec.workload(), spec.allocator(), threads, result.failed()));
        } else {
            measured.computeIfAbsent(
                            new Key(spec.workload(), spec.allocator(), threads),
                            key -> new Rounds(spec.options(), new ArrayList<>()))
                    .measurements()
                    .add(result.measurement());
        }
    }

    /**
     * What there is so far.
     *
     * @return a series for each workload, allocator and number of threads with at least one figure
     */
    synchronized List<Series> series() {
        List<Series> all = new ArrayList<>();
        measured.forEach((key, rounds) -> all.add(series(key, rounds)));
        return all;
    }

    /**
     * What could not be measured here.
     *
     * @return the allocators, each once for a workload
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
        return rounds.measurements().getLast().details().get(BASE_DETAIL) instanceof Number own
                ? own.longValue()
                : bases.getOrDefault(new Base(key.workload(), key.threads()), 0L);
    }

    private Series series(Key key, Rounds rounds) {
        WorkloadInfo info = Workloads.find(key.workload()).info();
        return Series.of(
                info.name(),
                info.unit(),
                info.higherIsBetter(),
                info.is(Trait.OWN_THREADS),
                key.allocator(),
                key.threads(),
                rounds.settings(),
                rounds.measurements(),
                base(key, rounds));
    }
}
