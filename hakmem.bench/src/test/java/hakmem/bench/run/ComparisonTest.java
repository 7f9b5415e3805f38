package hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.workload.WorkloadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final List<String> ran = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Comparison.Listener listener = new Comparison.Listener() {
        @Override
        public void baseLine(String workload, int threads, long peakRssBytes) {
            told.add("base " + threads + " " + peakRssBytes);
        }

        @Override
        public void begin(RunSpec spec, int round) {}

        @Override
        public void end(RunSpec spec, int round, RunResult result) {
            told.add(spec.allocator() + " " + round);
        }
    };

    private static Comparison comparison(int rounds, int... threads) {
        List<WorkloadOptions> variants = IntStream.of(threads)
                .mapToObj(count -> new WorkloadOptions(count, 5, 8, 999, 10, 1, true))
                .toList();
        return new Comparison("larson", List.of("A", "B", "C"), variants, rounds, 0.5);
    }

    /** Answers with a figure, but for the allocator B. */
    private Runner runner(RunResult ofB) {
        return spec -> {
            ran.add(spec.allocator() + spec.options().threads());
            return spec.allocator().equals("B") ? ofB : RunResult.of(Measurement.of(1, 7, Map.of()));
        };
    }

    @Test
    void roundsAreInterleaved() throws Exception {
        comparison(2, 1, 4).run(runner(RunResult.of(Measurement.of(2, 7, Map.of()))), listener);

        assertThat(ran)
                .containsExactly(
                        "none1", "none1", "none4", "none4", "A1", "B1", "C1", "A4", "B4", "C4", "A1", "B1", "C1", "A4",
                        "B4", "C4");
        assertThat(told).startsWith("base 1 7", "base 4 7", "A 1", "B 1").endsWith("A 2", "B 2", "C 2");
    }

    @Test
    void whatCannotBeMeasuredHereIsTriedOnce() throws Exception {
        comparison(2, 1, 4).run(runner(RunResult.skipped("not here")), listener);

        assertThat(ran).filteredOn(name -> name.startsWith("B")).containsExactly("B1");
        assertThat(ran).filteredOn(name -> name.startsWith("A")).hasSize(4);
    }

    @Test
    void whatFailedIsTriedWithOtherNumbersOfThreadsOnly() throws Exception {
        comparison(3, 1, 4).run(runner(RunResult.failed("overlap")), listener);

        assertThat(ran).filteredOn(name -> name.startsWith("B")).containsExactly("B1", "B4");
    }

    @Test
    void theBaseLineIsShortAndNotVerified() throws Exception {
        List<RunSpec> base = new ArrayList<>();
        comparison(1, 1)
                .run(
                        spec -> {
                            base.add(spec);
                            return RunResult.skipped("");
                        },
                        listener);

        assertThat(base.getFirst().options().verify()).isFalse();
        assertThat(base.getFirst().options().seconds()).isEqualTo(1);
    }

    @Test
    void theBaseLineIsTheMedianOfSomeRuns() throws Exception {
        long[] peaks = {9, 70, 8};
        int[] run = {0};
        comparison(5, 1)
                .run(spec -> RunResult.of(Measurement.of(1, peaks[run[0]++ % peaks.length], Map.of())), listener);

        assertThat(told).startsWith("base 1 9", "A 1");
    }

    @Test
    void theEstimateCountsEveryMeasurement() {
        assertThat(comparison(2, 1, 4).runs()).isEqualTo(12);
        assertThat(comparison(2, 1, 4).estimatedSeconds()).isBetween(12 * 5.5 + 4, 12 * 7.0 + 4);
    }
}
