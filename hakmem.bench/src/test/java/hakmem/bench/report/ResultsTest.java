package hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final long MIB = 1 << 20;

    private final Results results = new Results("larson", "ops/s");

    private static RunSpec spec(String allocator, int threads) {
        return new RunSpec("larson", allocator, 0, new WorkloadOptions(threads, 1, 8, 999, 5000, 4141, false));
    }

    private void measured(String allocator, int threads, double value, long peakRss) {
        results.end(spec(allocator, threads), 1, new RunResult(value, peakRss, Map.of(), null, null));
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
        results.baseLine(1, 40 * MIB);
        measured("hakmem", 1, 1, 50 * MIB);
        measured("less", 1, 1, 39 * MIB);

        assertThat(results.series()).extracting(Series::peakRssAboveBaseBytes).containsExactly(10 * MIB, 0L);
    }

    @Test
    void aFailureOrNoFigureAtAllIsNotGood() {
        assertThat(results.isGood()).isFalse();
        measured("glibc", 1, 1, 0);
        assertThat(results.isGood()).isTrue();
        results.end(spec("skipped", 1), 1, new RunResult(0, 0, Map.of(), "not here", null));
        assertThat(results.isGood()).isTrue();
        results.end(spec("hakmem", 1), 1, new RunResult(0, 0, Map.of(), null, "overlap"));
        assertThat(results.isGood()).isFalse();
    }

    @Test
    void theTableShowsRatiosToTheBaseLineWithTheSameNumberOfThreads() {
        measured("hakmem", 1, 30e6, 0);
        measured("glibc", 1, 20e6, 0);
        measured("hakmem", 2, 50e6, 0);

        assertThat(ResultTable.draw(results, "glibc").lines())
                .anyMatch(line -> line.matches("hakmem +1 +30.00 M .* 1.50 x .*"))
                .anyMatch(line -> line.matches("glibc +1 +20.00 M .* 1.00 x .*"))
                .anyMatch(line -> line.matches("hakmem +2 +50.00 M .* - .*"));
    }

    @Test
    void theTableShowsThreadHeapsAndWhatIsMissing() {
        results.end(
                spec("hakmem", 2),
                1,
                new RunResult(
                        1, 0, Map.of("threadsStarted", 193L, "threadHeaps", 3L, "adoptedHeaps", 190L), null, null));
        results.end(spec("netty-pooled", 2), 1, new RunResult(0, 0, Map.of(), "no address", null));
        results.end(spec("hakmem:fixed", 2), 1, new RunResult(0, 0, Map.of(), null, "block changed"));

        assertThat(ResultTable.draw(results, "glibc"))
                .contains("hakmem, 2 threads: 193 threads came and went, 3 thread heaps, 190 adoptions")
                .contains("skipped: netty-pooled: no address")
                .contains("FAILED: hakmem:fixed, 2 threads: block changed");
    }
}
