package hakmem.bench.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadResultsTest {
    @TempDir
    Path folder;

    private static String series(String allocator, int threads, String unit, double figure, int size) {
        return "{'workload':'w','allocator':'%s','threads':%d,'unit':'%s','rounds':[%s],'settings':{'threads':%d,'size':%d,'seed':1}}"
                .formatted(allocator, threads, unit, figure, threads, size)
                .replace('\'', '"');
    }

    private List<WorkloadResults> read(String... series) throws IOException {
        String text = "{\"environment\":{},\"results\":[" + String.join(",", series) + "]}";
        return WorkloadResults.of(List.of(ResultReader.read(Files.writeString(folder.resolve("r.json"), text))));
    }

    @Test
    void whatDiffersInASettingIsAVariantAndTheRestIsCommon() throws IOException {
        WorkloadResults results = read(
                        series("a", 2, "ns", 1, 20),
                        series("a", 1, "ns", 1, 20),
                        series("b", 1, "ns", 1, 20),
                        series("a", 1, "ns", 1, 5))
                .getFirst();

        assertThat(results.settings()).containsOnlyKeys("seed");
        assertThat(results.cases())
                .extracting(SideBySide::label)
                .containsExactly("1 thread, size 20", "2 threads, size 20", "1 thread, size 5");
        assertThat(results.cases().getFirst().series())
                .extracting(RecordedSeries::allocator)
                .containsExactly("a", "b");
        assertThat(results.variants()).containsOnlyKeys("size 20", "size 5");
    }

    @Test
    void whatGoesWithTheNumberOfThreadsMakesNoVariant() throws IOException {
        WorkloadResults results = read(
                        series("a", 1, "ns", 1, 20), series("b", 1, "ns", 1, 20), series("a", 2, "ns", 1, 10))
                .getFirst();

        assertThat(results.cases()).extracting(SideBySide::label).containsExactly("1 thread", "2 threads");
        assertThat(results.variants()).hasSize(1);
        assertThat(results.settings()).containsEntry("size", "20 / 10");
    }

    @Test
    void theBestPeerIsTheOneWithTheBestFigureThatJavaCanCall() throws IOException {
        SideBySide times = read(
                        series("hakmem", 1, "ns", 10, 1),
                        series("c:glibc", 1, "ns", 1, 1),
                        series("slow", 1, "ns", 30, 1),
                        series("fast", 1, "ns", 20, 1),
                        series("broken", 1, "ns", 0, 1))
                .getFirst()
                .cases()
                .getFirst();

        assertThat(times.bestPeer().orElseThrow().allocator()).isEqualTo("fast");
        assertThat(times.ratioToBestPeer()).hasValue(2);
        assertThat(times.leanestPeer()).isEmpty();
    }

    @Test
    void aRatioSaysHowManyTimesAsGoodWhateverTheDirection() throws IOException {
        SideBySide rates = read(series("a", 1, "ops/s", 30, 1), series("b", 1, "ops/s", 20, 1))
                .getFirst()
                .cases()
                .getFirst();
        SideBySide times = read(series("a", 1, "ms", 30, 1), series("b", 1, "ms", 20, 1), series("c", 1, "ms", 0, 1))
                .getFirst()
                .cases()
                .getFirst();

        assertThat(rates.ratio("a", "b")).hasValue(1.5);
        assertThat(times.ratio("b", "a")).hasValue(1.5);
        assertThat(times.ratio("c", "a")).isEmpty();
        assertThat(times.ratio("a", "nobody")).isEmpty();
    }

    @Test
    void theBaseLineIsTheOneAskedForOrTheUsualOneThatWasMeasured() throws IOException {
        WorkloadResults usual = read(
                        series("hakmem", 1, "ns", 1, 1),
                        series("glibc", 1, "ns", 1, 1),
                        series("glibc-critical", 1, "ns", 1, 1))
                .getFirst();
        WorkloadResults unusual = read(series("mine", 1, "ns", 1, 1), series("other", 1, "ns", 1, 1))
                .getFirst();

        assertThat(BaseLine.of(usual, Optional.empty())).isEqualTo("glibc-critical");
        assertThat(BaseLine.of(usual, Optional.of("hakmem"))).isEqualTo("hakmem");
        assertThat(BaseLine.of(unusual, Optional.empty())).isEqualTo("mine");
    }
}
