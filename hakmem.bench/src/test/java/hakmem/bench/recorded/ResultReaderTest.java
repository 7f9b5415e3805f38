package hakmem.bench.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultReaderTest {
    private static final String SERIES =
            "{'workload':'w','allocator':'a','threads':1,'unit':'ops/s','rounds':[1,2,3]%s}";
    private static final String FILE = "{'environment':{},'results':[%s]}";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("r.json"), text.replace('\'', '"'));
    }

    private RecordedSeries readSeries(String more) throws IOException {
        return ResultReader.read(file(FILE.formatted(SERIES.formatted(more))))
                .series()
                .getFirst();
    }

    @Test
    void whatARunWroteIsReadBack() throws IOException {
        RecordedFile file = ResultReader.read(Path.of("../docs/results/larson.json"));

        assertThat(file.command()).startsWith("larson", "--threads", "1,2");
        assertThat(file.environment()).containsKeys("jdk", "processor", "cores").doesNotContainKey("options");
        assertThat(file.rounds()).isGreaterThanOrEqualTo(5);
        assertThat(file.series()).allSatisfy(series -> {
            assertThat(series.moreIsBetter()).isTrue();
            assertThat(series.median()).isBetween(series.min(), series.max());
            assertThat(series.settings()).containsEntry("maximum", "999").doesNotContainKey("threads");
            assertThat(series.peakRss()).isPresent();
        });
    }

    @Test
    void whatIsMissingIsReadWithTheReason() throws IOException {
        RecordedFile file = ResultReader.read(file("{'environment':{},'results':[%s],'skipped':[%s],'failed':[%s]}"
                .formatted(
                        SERIES.formatted(""),
                        "{'allocator':'glibc','threads':2,'reason':'no C library'}",
                        "{'workload':'w','allocator':'a','threads':1,'reason':'overlap'}")));

        assertThat(file.missing())
                .containsExactly(
                        new RecordedFile.Missing("glibc", "", 2, "no C library", false),
                        new RecordedFile.Missing("a", "w", 1, "overlap", true));
    }

    @Test
    void whatIsMissingForOneReasonIsSaidOnce() throws IOException {
        String one = "{'workload':'%s','allocator':'glibc','threads':%d,'reason':'no C library'}";
        RecordedFile file = ResultReader.read(file("{'environment':{},'results':[%s],'skipped':[%s,%s],'failed':[%s]}"
                .formatted(SERIES.formatted(""), one.formatted("w", 1), one.formatted("v", 1), one.formatted("v", 2))));

        assertThat(file.missingByReason())
                .containsExactly(
                        new RecordedFile.MissingEverywhere("glibc", "no C library", false, List.of("w", "v")),
                        new RecordedFile.MissingEverywhere("glibc", "no C library", true, List.of("v with 2 threads")));
    }

    @Test
    void threadsOfTheWorkloadsOwnAreNotCounted() throws IOException {
        WorkloadResults one = WorkloadResults.of(
                        List.of(ResultReader.read(file(FILE.formatted(SERIES.formatted(",'ownThreads':true"))))))
                .getFirst();

        assertThat(one.cases().getFirst().label()).isEqualTo("its own threads");
    }

    @Test
    void fieldsThatOnlySomeWorkloadsHaveAreRead() throws IOException {
        List<RecordedSeries> all =
                ResultReader.read(SampleFile.write(folder.resolve("all.json"))).series();

        assertThat(all).anySatisfy(series -> {
            assertThat(series.latency()).containsOnlyKeys("malloc", "free");
            assertThat(series.latency().get("malloc")).containsOnlyKeys("p50", "p90", "p99", "p99.9", "p99.99", "max");
        });
        assertThat(all).anySatisfy(series -> {
            assertThat(series.rssOverTime()).hasSize(900);
            assertThat(series.committedOverTime()).hasSize(900);
        });
    }

    @Test
    void whatJmhWroteIsReadAsWorkloadsWithRounds() throws IOException {
        RecordedFile file = ResultReader.read(file("""
                [{'jmhVersion':'1.37','benchmark':'hakmem.jmh.Pair.raw','mode':'avgt','threads':2,'forks':2,'warmupTime':'500 ms',
                  'vmName':'VM','vmVersion':'25','params':{'allocator':'hakmem','size':'24'},
                  'primaryMetric':{'score':2,'scoreError':'NaN','scoreUnit':'ns/op','rawData':[[1.0,2.0],[3.0,4.0]]},
                  'secondaryMetrics':{'gc.alloc.rate.norm':{'score':1.5E-5,'scoreUnit':'B/op'}}},
                 {'benchmark':'hakmem.jmh.PoolTraffic.go','mode':'thrpt','threads':1,'params':{'pool':'pool:fixed'},
                  'primaryMetric':{'score':2,'scoreUnit':'ops/us','rawData':[[5]]}}]
                """));

        assertThat(file.isInterleaved()).isFalse();
        assertThat(file.environment()).containsEntry("jdk", "VM 25");
        assertThat(ShellWords.join(file.command()))
                .isEqualTo("jmh '(Pair\\.raw|PoolTraffic\\.go)$' -t 2 -f 2 -w 500ms -p allocator=hakmem -p size=24"
                        + " -p pool=pool:fixed -prof gc -rf json -rff r.json");
        RecordedSeries pair = file.series().getFirst();
        assertThat(pair.workload()).isEqualTo("Pair.raw");
        assertThat(pair.allocator()).isEqualTo("hakmem");
        assertThat(pair.threads()).isEqualTo(2);
        assertThat(pair.unit()).isEqualTo("ns");
        assertThat(pair.moreIsBetter()).isFalse();
        assertThat(pair.settings()).containsExactly(Map.entry("size", "24"));
        assertThat(pair.rounds()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(pair.garbagePerOperation()).hasValue(1.5e-5);
        RecordedSeries pool = file.series().getLast();
        assertThat(pool.allocator()).isEqualTo("pool:fixed");
        assertThat(pool.moreIsBetter()).isTrue();
        assertThat(pool.unit()).isEqualTo("ops/us");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | nothing was measured",
                "[1] | not a result file: [0] is no JSON object",
                "[{'benchmark':'a.B.c','threads':1,'mode':'avgt'}] | [0].primaryMetric is missing",
                "[{'benchmark':'a.B.c','threads':1,'mode':'avgt','primaryMetric':{'scoreUnit':'ns/op','rawData':[]}}]"
                        + " | [0].primaryMetric.rawData should hold at least one figure",
                "[{'benchmark':'a.B.c','threads':1,'mode':'avgt','primaryMetric':{'scoreUnit':'ns/op','rawData':[1]}}]"
                        + " | [0].primaryMetric.rawData[0] should be a list",
            })
    void whatJmhDidNotWriteIsRefusedWithThePlace(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> ResultReader.read(file))
                .isInstanceOf(BadResultFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void percentilesAreInRisingOrderWhateverTheFileHas() throws IOException {
        RecordedSeries series =
                readSeries(",'latency':{'free':{'max':9,'p99.9':3,'p50':1,'p99':2,'count':7,'mean':4}}");

        assertThat(series.latency().get("free").keySet()).containsExactly("p50", "p99", "p99.9", "max");
    }

    @Test
    void theSamplesAreThoseOfTheRoundNearestToTheMedian() throws IOException {
        RecordedSeries series = readSeries(",'measurements':[{'rssSamples':[[1,1]]},{'rssSamples':[[2,7],[1,8]]},{}]");

        assertThat(series.rssOverTime()).containsExactly(new MemorySample(1, 8), new MemorySample(2, 7));
    }

    @Test
    void whatTheSystemDidNotTellIsUnknownAndNotZero() throws IOException {
        assertThat(readSeries(",'peakRssBytes':0,'peakRssAboveBaseBytes':0").peakRss())
                .isEmpty();
        assertThat(readSeries(",'peakRssBytes':9,'peakRssAboveBaseBytes':0").peakRss())
                .hasValue(0);
        assertThat(readSeries("").peakRss()).isEmpty();
    }

    @Test
    void theFileSaysWhatIsBetterAndWhereItDoesNotTheUnitTells() throws IOException {
        assertThat(readSeries("").moreIsBetter()).isTrue();
        assertThat(readSeries(",'higherIsBetter':false").moreIsBetter()).isFalse();
        String times = FILE.formatted(SERIES.formatted("").replace("ops/s", "ms"));
        assertThat(ResultReader.read(file(times)).series().getFirst().moreIsBetter())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | not a result file",
                "{ | not a result file: it is not JSON",
                "7 | not a result file: it holds no JSON object",
                "{} | environment is missing",
                "{'environment':1} | environment should be an object",
                "{'environment':{}} | results should hold at least one series",
                "{'environment':{},'results':{}} | results should be a list",
                "{'environment':{},'results':[7]} | results[0] should be an object",
                "{'environment':{},'results':[{}]} | results[0].unit should be a text",
                "{'environment':{},'results':[{'unit':'x','workload':' '}]} | results[0].rounds should be a list",
                "{'environment':{},'results':[],'skipped':[{}]} | results should hold at least one series",
            })
    void aBadFileIsRefusedInOneSentenceThatSaysWhere(String text, String message) throws IOException {
        Path path = file(text);

        assertThatThrownBy(() -> ResultReader.read(path))
                .isInstanceOf(BadResultFileException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'threads':1 | 'threads':0 | results[0].threads should be a whole number from 1",
                "'threads':1 | 'threads':1.5 | results[0].threads should be a whole number from 1",
                "'threads':1 | 'threads':'1' | results[0].threads should be",
                "[1,2,3] | [] | results[0].rounds should hold at least one figure",
                "[1,2,3] | [1,-2] | results[0].rounds[1] should be 0, or a number",
                "[1,2,3] | [NaN] | results[0].rounds[0] should be 0, or a number",
                "[1,2,3] | [1e999] | results[0].rounds[0] should be 0, or a number",
                "[1,2,3] | [1e-300] | results[0].rounds[0] should be 0, or a number",
                "'unit':'ops/s' | 'unit':null | results[0].unit should be a text",
                "[1,2,3] | [1],'latency':[] | results[0].latency should be an object",
                "[1,2,3] | [1],'latency':{'free':{'p50':'1'}} | results[0].latency.free.p50 should be",
                "[1,2,3] | [1],'measurements':[{'rssSamples':[[1]]}] | results[0].measurements[0].rssSamples[0] should be a pair",
                "[1,2,3] | [1],'higherIsBetter':1 | results[0].higherIsBetter should be true or false",
            })
    void aWrongFieldIsNamedWithItsPlace(String right, String wrong, String message) throws IOException {
        Path path = file(FILE.formatted(SERIES.formatted("")).replace(right, wrong));

        assertThatThrownBy(() -> ResultReader.read(path))
                .isInstanceOf(BadResultFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFolderAMissingFileAndBytesThatAreNoTextAreRefused() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xC3, 0x28});

        assertThatThrownBy(() -> ResultReader.read(folder)).hasMessageEndingWith("is a folder, not a file");
        assertThatThrownBy(() -> ResultReader.read(folder.resolve("no"))).hasMessageEndingWith("there is no such file");
        assertThatThrownBy(() -> ResultReader.read(bytes)).hasMessageEndingWith("it is not text");
    }
}
