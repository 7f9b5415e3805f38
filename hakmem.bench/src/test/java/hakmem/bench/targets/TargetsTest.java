package hakmem.bench.targets;

import static hakmem.bench.targets.MadeUpFiles.jmh;
import static hakmem.bench.targets.MadeUpFiles.memory;
import static hakmem.bench.targets.MadeUpFiles.rate;
import static hakmem.bench.targets.MadeUpFiles.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
    private static final String LATENCY = ",'latency':{'malloc':{'p50':1}}";

    @TempDir
    Path folder;

    private MadeUpFiles files;

    @BeforeEach
    void noFilesYet() {
        files = new MadeUpFiles(folder);
    }

    private List<Verdict> verdicts(Topic topic) {
        return Targets.judge(files.all()).verdicts().stream()
                .filter(verdict -> verdict.topic() == topic)
                .toList();
    }

    private Verdict verdict(Topic topic) {
        List<Verdict> all = verdicts(topic);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void theMainWorkloadIsJudgedAgainstTheBestThatJavaCanCall() throws IOException {
        files.add(
                "r.json",
                "",
                rate("larson", 1, "hakmem", 50, ""),
                rate("larson", 1, "hakmem+hardened", 90, ""),
                rate("larson", 1, "c:tcmalloc", 90, ""),
                rate("larson", 1, "none", 90, ""),
                rate("larson", 1, "glibc", 10, ""),
                rate("larson", 1, "unsafe", 25, ""));

        Verdict verdict = verdict(Topic.LARSON);
        assertThat(verdict.measured()).isEqualTo("2.00×");
        assertThat(verdict.required()).isEqualTo("≥ 1.70×");
        assertThat(verdict.judgement()).isEqualTo("met");
        assertThat(verdict.how()).isEqualTo("unsafe, of 2 peers; r.json");
    }

    @Test
    void aMissIsNotWrittenAsIfItWereTheLimit() throws IOException {
        files.add("r.json", "", rate("larson", 2, "hakmem", 1.69999, ""), rate("larson", 2, "glibc", 1, ""));

        Verdict verdict = verdict(Topic.LARSON);
        assertThat(verdict.judgement()).isEqualTo("missed");
        assertThat(verdict.measured()).isEqualTo("1.69999×");
    }

    @Test
    void eachCProgramIsALimitButTheLastIsOnlyWishedFor() throws IOException {
        files.add(
                "r.json",
                "",
                rate("larson", 1, "hakmem", 50, ""),
                rate("larson", 1, "c:glibc", 30, ""),
                rate("larson", 1, "c:jemalloc", 50, ""),
                rate("larson", 1, "c:mimalloc", 51, ""),
                rate("larson", 1, "c:tcmalloc", 60, ""),
                rate("larson", 1, "c:rpmalloc", 99, ""));

        assertThat(verdicts(Topic.LARSON_IN_C))
                .extracting(Verdict::judgement)
                .containsExactly("met", "met", "missed", "missed (stretch)");
        assertThat(verdicts(Topic.LARSON)).isEmpty();
    }

    @Test
    void twoThreadsAreComparedWithOneOfTheSameFile() throws IOException {
        files.add("one.json", "", rate("larson", 1, "hakmem", 10, ""));
        files.add("two.json", "", rate("larson", 2, "hakmem", 30, ""));
        assertThat(verdicts(Topic.SCALING)).isEmpty();

        files.add(
                "both.json",
                "2026-11-23T10:00:00Z",
                rate("larson", 1, "hakmem", 10, ""),
                rate("larson", 2, "hakmem", 18, ""));

        assertThat(verdict(Topic.SCALING).measured()).isEqualTo("1.80×");
        assertThat(verdict(Topic.SCALING).isMet()).isFalse();
    }

    @Test
    void theWorstOfAllOtherWorkloadsIsJudgedAndTheirMean() throws IOException {
        files.add(
                "r.json",
                "",
                rate("larson", 1, "hakmem", 1, ""),
                rate("larson", 1, "glibc", 100, ""),
                rate("xmalloc", 1, "hakmem", 40, ""),
                rate("xmalloc", 1, "glibc", 10, ""),
                series("sh6", 1, "hakmem", "ms", 20, ""),
                series("sh6", 1, "glibc", "ms", 10, ""),
                series("larson-latency", 1, "hakmem", "ns", 100, LATENCY),
                series("larson-latency", 1, "glibc", "ns", 1, LATENCY));

        List<Verdict> verdicts = verdicts(Topic.WORKLOADS);
        assertThat(verdicts).extracting(Verdict::judgement).containsExactly("missed", "met");
        assertThat(verdicts.getFirst().required()).isEqualTo("≥ 1.00× each");
        assertThat(verdicts.getFirst().measured()).isEqualTo("0.50×");
        assertThat(verdicts.getFirst().how())
                .isEqualTo("1 of 2 comparisons; the worst is sh6, 1 thread, against glibc; r.json");
        assertThat(verdicts.getLast().measured()).isEqualTo("1.41×"); // the root of 4 * 0.5
        assertThat(Targets.judge(files.all()).standings())
                .extracting(Standing::isCounted)
                .containsExactly(false, true, true, false);
    }

    @Test
    void memoryIsJudgedAgainstTheLeanestPeerAndVeryLittleIsNotTold() throws IOException {
        files.add(
                "r.json",
                "",
                rate("larson", 1, "hakmem", 1, memory(3)),
                rate("larson", 1, "glibc", 1, memory(0)),
                rate("xmalloc", 1, "hakmem", 1, memory(12)),
                rate("xmalloc", 1, "fast", 100, memory(20)),
                rate("xmalloc", 1, "c:glibc", 1, memory(1)),
                rate("xmalloc", 1, "lean", 1, memory(10)));

        List<Standing> standings = Targets.judge(files.all()).standings();
        assertThat(standings.getFirst().memoryRatio().orElseThrow()).isEqualTo(1);
        assertThat(standings.getLast().memoryRatio().orElseThrow()).isEqualTo(1.2, within(1e-9));
        assertThat(standings.getLast().memoryRatioToBest().orElseThrow()).isEqualTo(0.6, within(1e-9));
        assertThat(verdicts(Topic.MEMORY)).extracting(Verdict::isMet).containsExactly(false, true);
        Verdict verdict = verdicts(Topic.MEMORY).getFirst();
        assertThat(verdict.required()).isEqualTo("≤ 1.15× each");
        assertThat(verdict.measured()).isEqualTo("1.20×");
        assertThat(verdict.isMet()).isFalse();
        assertThat(verdict.how()).contains("1 of 2", "xmalloc, 1 thread, against lean");
    }

    @Test
    void arenasAreComparedWithThoseOfTheJdk() throws IOException {
        files.add(
                "r.json",
                "",
                series("arenas", 2, "hakmem", "ns", 10, ""),
                series("arenas", 2, "confined", "ns", 30, ""),
                series("arenas", 2, "glibc", "ns", 1, ""),
                series("strlen", 1, "hakmem", "ns", 10, ""),
                series("strlen", 1, "confined", "ns", 29, ""));

        assertThat(verdicts(Topic.ARENAS)).extracting(Verdict::measured).containsExactly("3.00×", "2.90×");
        assertThat(verdicts(Topic.ARENAS)).extracting(Verdict::isMet).containsExactly(true, false);
    }

    @Test
    void ofTwoFilesTheOneWithMorePeersCountsAndThenTheNewer() throws IOException {
        files.add(
                "many.json",
                "2026-11-23T08:00:00Z",
                rate("larson", 1, "hakmem", 20, ""),
                rate("larson", 1, "a", 10, ""),
                rate("larson", 1, "b", 20, ""));
        files.add(
                "few.json",
                "2026-11-23T09:00:00Z",
                rate("larson", 1, "hakmem", 20, ""),
                rate("larson", 1, "a", 10, ""));
        assertThat(verdict(Topic.LARSON).how()).isEqualTo("b, of 2 peers; many.json");
        assertThat(Targets.judge(files.all()).standings()).hasSize(1);

        files.add(
                "newer.json",
                "2026-11-23T11:00:00+01:00",
                rate("larson", 1, "hakmem", 20, ""),
                rate("larson", 1, "a", 10, ""),
                rate("larson", 1, "b", 5, ""));
        files.add(
                "undated.json",
                "",
                rate("larson", 1, "hakmem", 20, ""),
                rate("larson", 1, "a", 1, ""),
                rate("larson", 1, "b", 1, ""));

        assertThat(verdict(Topic.LARSON).how()).isEqualTo("a, of 2 peers; newer.json");
    }

    @Test
    void fewRoundsAreTold() throws IOException {
        String few = "{'workload':'larson','allocator':'%s','threads':1,'unit':'ops/s','rounds':[1,2]}";
        files.add("r.json", "", few.formatted("hakmem"), few.formatted("glibc"));

        assertThat(verdict(Topic.LARSON).how()).isEqualTo("glibc, of 1 peer; r.json, only 2 rounds");
    }

    @Test
    void singleOperationsAreReadFromJmh() throws IOException {
        String garbage = "'gc.alloc.rate.norm':{'score':%s}";
        files.write(
                "jmh.json",
                "["
                        + String.join(
                                ",",
                                jmh("Pair.raw", "'allocator':'hakmem','size':'24'", "4,5,6", garbage.formatted("1e-5")),
                                jmh(
                                        "Pair.raw",
                                        "'allocator':'glibc-critical','size':'24'",
                                        "7,7,8",
                                        garbage.formatted("0")),
                                jmh("Pair.raw", "'allocator':'shared','size':'24'", "200", garbage.formatted("99")),
                                jmh("Pair.raw", "'allocator':'hakmem','size':'1024'", "4", garbage.formatted("0.07")),
                                jmh("Pair.raw", "'allocator':'glibc-critical','size':'1024'", "8", ""),
                                jmh("Pair.rawVirtual", "'allocator':'hakmem','size':'24'", "10", ""),
                                jmh("Pair.rawVirtual", "'allocator':'unsafe','size':'24'", "20", ""),
                                jmh("Pair.rawVirtual", "'allocator':'netty-adaptive','size':'24'", "12", ""))
                        + "]");

        assertThat(verdicts(Topic.OPERATIONS))
                .extracting(Verdict::target)
                .containsExactly(
                        "malloc + free of 24 B, against glibc-critical",
                        "malloc + free of 1024 B, against glibc-critical",
                        "malloc + free of 24 B, against shared");
        assertThat(verdicts(Topic.OPERATIONS)).extracting(Verdict::measured).containsExactly("1.40×", "2.00×", "40.0×");
        assertThat(verdicts(Topic.OPERATIONS)).extracting(Verdict::isMet).containsExactly(false, true, true);
        assertThat(verdicts(Topic.OPERATIONS).getFirst().how()).isEqualTo("5.00 ns and 7.00 ns; jmh.json");
        assertThat(verdict(Topic.VIRTUAL).measured()).isEqualTo("1.20×");
        assertThat(verdict(Topic.GARBAGE).measured()).isEqualTo("0.070 B");
        assertThat(verdict(Topic.GARBAGE).isMet()).isFalse();
        assertThat(Targets.judge(files.all()).standings()).isEmpty();
    }

    @Test
    void largeArenasHaveALimitOfTheirOwn() throws IOException {
        List<String> all = new ArrayList<>();
        for (String size : List.of("24", "256", "1024")) {
            String params = "'arenas':'%s','blocks':'8','size':'" + size + "'";
            all.add(jmh("Arenas.openAndClose", params.formatted("hakmem-confined"), "10", ""));
            all.add(jmh("Arenas.openAndClose", params.formatted("confined"), size.equals("256") ? "25" : "35", ""));
        }
        files.write("jmh.json", "[" + String.join(",", all) + "]");

        assertThat(verdicts(Topic.ARENAS)).extracting(Verdict::measured).containsExactly("2.50×", "3.50×");
        assertThat(verdicts(Topic.ARENAS))
                .extracting(Verdict::required)
                .containsExactly("≥ 3.00× each", "≥ 2.00× each");
        assertThat(verdicts(Topic.ARENAS)).extracting(Verdict::isMet).containsExactly(false, true);
        assertThat(verdicts(Topic.ARENAS).getFirst().how()).startsWith("the worst is size 256: 10.0 ns and 25.0 ns");
    }

    @Test
    void thePoolIsJudgedWithTwoThreads() throws IOException {
        files.add(
                "pool.json",
                "",
                rate("pool", 1, "pool:locked", 9, ""),
                rate("pool", 1, "pool:recycling", 1, ""),
                rate("pool", 2, "pool:locked", 2, ""),
                rate("pool", 2, "pool:recycling", 7, ""));

        assertThat(verdict(Topic.POOL).measured()).isEqualTo("3.50×");
        assertThat(verdict(Topic.POOL).isMet()).isTrue();
    }

    @Test
    void metadataHasALimitForSmallBlocksAndOneForOthers() throws IOException {
        List<String> all = new ArrayList<>();
        for (int size : List.of(16, 64, 256, 1024)) {
            all.add(series(
                    "metadata",
                    1,
                    "hakmem",
                    "%",
                    2,
                    ",'settings':{'size':%d,'liveMiB':64},'details':{'percentInAll':'5.00'}".formatted(size)));
        }
        files.add("metadata.json", "", all.toArray(String[]::new));

        assertThat(verdicts(Topic.METADATA))
                .extracting(Verdict::required)
                .containsExactly("≤ 4.00 %", "≤ 1.50 %", "≤ 1.50 %");
        assertThat(verdicts(Topic.METADATA)).extracting(Verdict::isMet).containsExactly(true, false, false);
        assertThat(verdicts(Topic.METADATA).getFirst().how())
                .isEqualTo("5.00 % with what is there from the start, at 64 MiB live; metadata.json");
    }

    @Test
    void startsAreJudgedByWhatTheyAddToNothing() throws IOException {
        files.add(
                "startup.json",
                "",
                series("startup", 1, "nothing", "ms", 50, ""),
                series("startup", 1, "posix", "ms", 150, ""),
                series("startup", 1, "mapped", "ms", 79.5, ""),
                series("startup", 1, "posix, AOT cache", "ms", 45, ""));

        assertThat(verdicts(Topic.START))
                .extracting(Verdict::measured)
                .containsExactly("100 ms", "29.5 ms", "−5.00 ms");
        assertThat(verdicts(Topic.START)).extracting(Verdict::isMet).containsExactly(false, true, true);
    }

    @Test
    void whatTheFilesDoNotHoldIsNamed() throws IOException {
        assertThat(Targets.judge(List.of()).unmeasured()).containsExactly(Topic.values());
        files.add("r.json", "", rate("larson", 1, "hakmem", 2, ""), rate("larson", 1, "glibc", 1, ""));

        assertThat(Targets.judge(files.all()).unmeasured())
                .contains(Topic.LARSON_IN_C, Topic.WORKLOADS, Topic.MEMORY)
                .doesNotContain(Topic.LARSON)
                .hasSize(Topic.values().length - 1);
    }
}
