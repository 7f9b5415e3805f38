package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are called, each in a short run. */
class CommandLineTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @Test
    void withoutACommandItExplainsItself() {
        assertThat(terminal.execute()).isZero();
        assertThat(terminal.out()).contains("larson", "info", "strategies", "test", "Examples:");
    }

    @Test
    void helpOfACommandHasItsOptionsAndExamples() {
        assertThat(terminal.call("larson --help")).isZero();
        assertThat(terminal.out()).contains("--threads", "--allocators", "--verify", "--baseline", "Examples:");
    }

    @Test
    void everyPoolStrategyIsMeasuredAndItsStagesAreShown() {
        assertThat(terminal.call("pool --no-fork --no-progress -s 0.02 -w 0 -r 1 -t 2"))
                .isZero();
        assertThat(terminal.out())
                .contains("pool, ops/s; ratio to pool:locked")
                .containsPattern("pool:recycling, 2 threads: [0-9.]+ % empty slabs, [0-9.]+ % unused slots,"
                        + " [0-9.]+ % converted, [0-9]+ commits")
                .contains("pool:fixed, 2 threads: ", "pool:locked, 2 threads: ", " compare-and-sets lost, ");
    }

    @Test
    void theListOfAWorkloadHasWhatItCanMeasure() {
        assertThat(terminal.call("pool --list")).isZero();
        assertThat(terminal.out())
                .contains("pool:recycling", "pool:fixed", "none")
                .doesNotContain("glibc", "hakmem:");
    }

    @Test
    void aShortSoakShowsItsRestsAndTheFigures() {
        assertThat(terminal.call("soak --generations 500 --rests 2")).isZero();
        assertThat(terminal.out())
                .contains("seed 4141", "rest  1 of 2", "rest  2 of 2")
                .containsPattern("(?m)^OK: [0-9,]+ SuperSlabs retired");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aSoakThatFindsAFaultNamesTheStrategyAndEndsWithExitCode1() {
        assertThat(terminal.call("soak --generations 10000 --rests 1 --pool fixed"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("the strategy \"fixed\" failed", "2048 metadata entries");
        assertThat(terminal.out()).doesNotContain("OK");
    }

    @Test
    void aShortRunPrintsTheTableAndWritesTheFile() throws Exception {
        Path file = folder.resolve("result.json");

        int exit = terminal.execute(
                "larson",
                "--no-fork",
                "--no-progress",
                "--threads",
                "1",
                "--seconds",
                "0.02",
                "--warmup",
                "0",
                "--rounds",
                "2",
                "--verify",
                "--allocators",
                "glibc,confined,netty-adaptive",
                "--json",
                file.toString());

        assertThat(terminal.err()).isEmpty();
        assertThat(exit).isZero();
        assertThat(terminal.out())
                .contains("ratio to glibc", "confined", "netty-adaptive")
                .doesNotContain("FAILED");
        assertThat(Files.readString(file)).contains("\"environment\"", "\"allocator\": \"confined\"", "\"ops/s\"");
        assertThat(terminal.execute("report", file.toString(), "-o", folder.toString()))
                .isZero();
    }

    @Test
    void whatThereIsNoCProgramOfIsMeasuredWithoutAny() {
        int exit = terminal.call("bench glibc-simple larson --native --no-fork --no-progress -t 1 -r 1 -w 0"
                + " --scale 0.001 -a glibc");

        assertThat(exit).isZero();
        assertThat(terminal.out())
                .contains("glibc-simple, ms", "skipped: c:glibc (larson): a C program needs a process of its own")
                .doesNotContain("skipped: c:glibc (glibc-simple");
    }

    @Test
    void theBaseLineIsMeasuredEvenIfItWasNotNamed() {
        int exit = terminal.call("larson --no-fork --no-progress --threads 1 --seconds 0.02 --warmup 0 --rounds 1"
                + " --allocators none --baseline glibc");

        assertThat(exit).isZero();
        assertThat(terminal.out()).contains("ratio to glibc", "1.00 x");
    }

    @Test
    void theListOfBenchHasALineOnEachWorkloadAndEachAllocator() {
        assertThat(terminal.call("bench --list")).isZero();
        for (Workload workload : Workloads.all()) {
            String name = workload.info().name();
            if (!name.equals("pool")) {
                assertThat(terminal.out()).containsPattern("(?m)^  " + name + " +[a-z].*" + "scale");
            }
        }
        for (PeerKind kind : Stream.concat(PeerCatalog.all().stream(), CAllocators.all().stream())
                .toList()) {
            assertThat(terminal.out()).containsPattern("(?m)^  " + Pattern.quote(kind.name()) + " +");
        }
    }

    @Test
    void theListExplainsTheAllocators() {
        assertThat(terminal.call("larson --list")).isZero();
        assertThat(terminal.out()).contains("glibc-critical", "Only its own thread may close it");
    }

    @Test
    void strategiesAreListedWithModuleAndLimits() {
        assertThat(terminal.execute("strategies")).isZero();
        assertThat(terminal.out())
                .containsPattern("(?m)^  recycling +hakmem.sharedpool +.*no limit but memory$")
                .containsPattern("(?m)^  fixed +hakmem.sharedpool +.*2048 entries.*$")
                .containsPattern("(?m)^  locked +hakmem.sharedpool +.*no limit but memory$")
                .containsPattern("(?m)^  posix +hakmem.superslab +.+$");
    }

    @Test
    void infoAlwaysAnswers() {
        assertThat(terminal.execute("info")).isZero();
        assertThat(terminal.out()).contains("JDK", "processor", "page size", "huge pages", "pool strategies");
    }
}
