package hakmem.bench.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherFiguresTest {
    @TempDir
    Path folder;

    private SideBySide read(String... details) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String each : details) {
            all.append(all.isEmpty() ? "" : ",")
                    .append("{'workload':'w','allocator':'a%d','threads':1,'unit':'ns','rounds':[1]%s}"
                            .formatted(all.length(), each));
        }
        String text = "{'environment':{},'results':[%s]}".formatted(all).replace('\'', '"');
        return WorkloadResults.of(List.of(ResultReader.read(Files.writeString(folder.resolve("r.json"), text))))
                .getFirst()
                .cases()
                .getFirst();
    }

    @Test
    void listsAndTimesAndMemoryAreWrittenForPeopleAndTheRestIsLeftOut() throws IOException {
        FurtherFigures figures = FurtherFigures.of(read(
                        ",'details':{'restRssBytes':[1048576,2097152],'nanos8Blocks':1200.5,'threadHeaps':3}",
                        ",'details':{'rssGrowthBytes':-1024,'nanos8Blocks':'?'}"))
                .orElseThrow();

        assertThat(figures.head())
                .containsExactly("allocator", "resident after each rest", "8 blocks", "growth of resident memory");
        assertThat(figures.rows().getFirst()).endsWith("1.00 MiB · 2.00 MiB", "1.20 µs", "–");
        assertThat(figures.rows().getLast()).endsWith("–", "?", "−1.00 KiB");
    }

    @Test
    void whereThereIsNothingToShowThereIsNoTable() throws IOException {
        assertThat(FurtherFigures.of(read("", ",'details':{'threadHeaps':3}"))).isEmpty();
    }

    @Test
    void theyAreOfTheRoundNearestToTheMedian() throws IOException {
        SideBySide measured = read(
                ",'details':{'nanos5Bytes':9},'measurements':[{'details':{'nanos5Bytes':7}}]",
                ",'details':{'nanos5Bytes':9}");

        assertThat(measured.series())
                .extracting(series -> series.details().get("nanos5Bytes"))
                .containsExactly("7", "9");
    }
}
