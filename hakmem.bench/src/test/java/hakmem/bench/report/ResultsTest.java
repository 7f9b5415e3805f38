package hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.run.Measurement;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final long MIB = 1 << 20;

    private final Results results = new Results();

    private static RunSpec spec(String allocator, int threads) {
        return new RunSpec("larson", allocator, 0, new WorkloadOptions(threads, 1, 8, 999, 5000, 4141, false));
    }

    private void measured(String allocator, int threads, double value, long peakRss) {
        results.end(spec(allocator, threads), 1, RunResult.of(Measurement.of(value, peakRss, Map.of())));
    }

    @Test
    void theRoundsOfAnAllocatorBecomeOneSeriesForEachNumberOfThreads() {
        measured("hakmem", 1, 30, 0);
        measured("hakmem", 2, 60, 0);
        measured("hakmem", 1, 10, 0);
        measured("hakmem", 1, 20, 0);

        assertThat(results.series()).hasSize(2);
        Series one = results.series().getFirst();
        assertThat(one.rounds()).containsExactly(30.0, 10.0, 20.0);
        assertThat(one.median()).isEqualTo(20);
        assertThat(one.min()).isEqualTo(10);
        assertThat(one.max()).isEqualTo(30);
        assertThat(one.spread()).isEqualTo(1);
        assertThat(results.isGood()).isTrue();
    }

    @Test
    void residentMemoryIsCountedAboveThatOfTheLoopAlone() {
        results.baseLine("larson", 1, 40 * MIB);
        measured("hakmem", 1, 1, 50 * MIB);
        measured("less", 1, 1, 39 * MIB);

        assertThat(results.series()).extracting(Series::peakRssAboveBaseBytes).containsExactly(10 * MIB, 0L);
    }

    @Test
    void aFailureOrNoFigureAtAllIsNotGood() {
        assertThat(results.isGood()).isFalse();
        measured("glibc", 1, 1, 0);
        assertThat(results.isGood()).isTrue();
        results.end(spec("skipped", 1), 1, RunResult.skipped("not here"));
        assertThat(results.isGood()).isTrue();
        results.end(spec("hakmem", 1), 1, RunResult.failed("overlap"));
        assertThat(results.isGood()).isFalse();
    }

    @Test
    void theTableShowsRatiosToTheBaseLineWithTheSameNumberOfThreads() {
        measured("hakmem", 1, 30e6, 0);
        measured("glibc", 1, 20e6, 0);
        measured("hakmem", 2, 50e6, 0);

        assertThat(ResultTable.draw(results, "glibc").lines())
                .anyMatch(line -> line.matches("hakmem +1 +30.0 M .* 1.50 x .*"))
                .anyMatch(line -> line.matches("glibc +1 +20.0 M .* 1.00 x .*"))
                .anyMatch(line -> line.matches("hakmem +2 +50.0 M .* - .*"));
    }

    @Test
    void aRatioIsTurnedRoundWhereLowerIsBetter() {
        for (String allocator : List.of("hakmem", "glibc")) {
            RunSpec spec = new RunSpec(
                    "buffers-latency", allocator, 0, spec(allocator, 1).options());
            results.end(spec, 1, RunResult.of(Measurement.of(allocator.equals("glibc") ? 300 : 100, 0, Map.of())));
        }

        assertThat(ResultTable.draw(results, "glibc").lines())
                .anyMatch(line -> line.startsWith("buffers-latency, ns, lower is better; ratio to glibc"))
                .anyMatch(line -> line.matches("hakmem +1 +100 ns .* 3.00 x .*"));
    }

    @Test
    void aWorkloadWithThreadsOfItsOwnIsNotSaidToHaveOne() {
        RunSpec own = new RunSpec("mleak", "hakmem", 0, spec("hakmem", 1).options());
        results.end(own, 1, RunResult.of(Measurement.of(7, 0, Map.of("threadHeaps", 2L))));

        assertThat(results.series().getFirst().ownThreads()).isTrue();
        assertThat(ResultTable.draw(results, "hakmem"))
                .containsPattern("hakmem +own +7.00 ms")
                .contains("hakmem: 2 thread heaps\n");
        measured("hakmem", 1, 30, 0);
        assertThat(results.series().getLast().ownThreads()).isNull();
    }

    @Test
    void workloadsAreKeptApart() {
        measured("hakmem", 1, 30, 50 * MIB);
        RunSpec other = new RunSpec("buffers", "hakmem", 0, spec("hakmem", 1).options());
        results.baseLine("buffers", 1, 45 * MIB);
        results.end(other, 1, RunResult.of(Measurement.of(7, 50 * MIB, Map.of())));

        assertThat(results.series()).extracting(Series::workload).containsExactly("larson", "buffers");
        assertThat(results.series()).extracting(Series::peakRssAboveBaseBytes).containsExactly(50 * MIB, 5 * MIB);
    }

    @Test
    void whatOnlySomeRoundsFoundIsDrawnFromThose() {
        for (Double garbage : new Double[] {4.0, null, 8.0}) {
            results.end(
                    spec("hakmem", 1),
                    1,
                    RunResult.of(new Measurement(
                            1,
                            1L,
                            1L,
                            0,
                            null,
                            garbage,
                            null,
                            null,
                            Map.of("malloc", Map.of("p50", garbage == null ? 30L : 10L)),
                            Map.of())));
        }

        Series series = results.series().getFirst();
        assertThat(series.garbageBytesPerOperation()).isEqualTo(6);
        assertThat(series.peakCommittedBytes()).isNull();
        assertThat(series.latency()).isEqualTo(Map.of("malloc", Map.of("p50", 10L)));
        assertThat(series.measurements()).hasSize(3);
    }

    @Test
    void theTableShowsThreadHeapsAndWhatIsMissing() {
        results.end(
                spec("hakmem", 2),
                1,
                RunResult.of(
                        Measurement.of(1, 0, Map.of("threadsStarted", 193L, "threadHeaps", 3L, "adoptedHeaps", 190L))));
        results.end(spec("hakmem", 1), 1, RunResult.of(Measurement.of(1, 0, Map.of("threadHeaps", 2L))));
        results.end(spec("netty-pooled", 2), 1, RunResult.skipped("no address"));
        results.end(spec("hakmem:fixed", 2), 1, RunResult.failed("block changed"));

        assertThat(ResultTable.draw(results, "glibc"))
                .contains("hakmem, 2 threads: 193 threads came and went, 3 thread heaps, 190 adoptions")
                .contains("hakmem, 1 thread: 2 thread heaps\n")
                .contains("skipped: netty-pooled (larson): no address")
                .contains("FAILED: larson, hakmem:fixed, 2 threads: block changed");
    }
}
