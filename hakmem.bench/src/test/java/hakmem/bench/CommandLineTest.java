package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int execute(String... args) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(args);
    }

    @Test
    void withoutACommandItExplainsItself() {
        assertThat(execute()).isZero();
        assertThat(out.toString()).contains("larson", "info", "strategies", "test", "Examples:");
    }

    @Test
    void helpOfACommandHasItsOptionsAndExamples() {
        assertThat(execute("larson", "--help")).isZero();
        assertThat(out.toString()).contains("--threads", "--allocators", "--verify", "--baseline", "Examples:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larson --nonsense | --nonsense",
                "bench lars | unknown workload \"lars\"; known are larson, ",
                "bench pool | unknown workload \"pool\"",
                "bench larson --scale 0 | scale must be more than 0 and at most 1000: 0",
                "bench larson --scale NaN | scale must be more than 0",
                "bench larson --seconds -1 | seconds must be more than 0",
                "bench larson -a pool:fixed | \"pool:fixed\" is not for the workload larson",
                "bench larson -a hakmem:nix+hardened | unknown pool strategy \"nix\"; found: ",
                "larson --threads 0 | threads must be 1 to 4096: 0",
                "larson --threads one | 'one' is not an int",
                "larson --seconds 0 | seconds must be more than 0",
                "larson --seconds NaN | seconds must be more than 0",
                "larson --time-limit 0 | --time-limit must be 1 to 86400 seconds: 0",
                "larson --warmup -1 | --warmup must be 0 to 3600",
                "larson --warmup NaN | --warmup must be 0 to 3600",
                "larson --rounds 0 | --rounds must be 1",
                "larson --min 1 | smallest block must be 2 bytes or more",
                "larson --min 100 --max 99 | must not be less than the minimum: 99 < 100",
                "larson --max 1073741825 | at most 1073741824 bytes",
                "larson --chunks 0 | chunks must be 1 or more: 0",
                "larson --threads 4096 --chunks 1000000 | threads times chunks",
                "larson --allocators gnu | unknown allocator \"gnu\"; known are hakmem, ",
                "larson --allocators hakmem:nix | unknown pool strategy \"nix\"; found: ",
                "larson --allocators hakmem@nix | unknown memory source \"nix\"; found: ",
                "larson --baseline gnu | unknown allocator \"gnu\"",
                "larson --verify --allocators none | cannot be verified",
                "larson --allocators hakmem,,glibc | unknown allocator \"\"",
                "lars | lars",
                "pool --allocators pool:nix | unknown pool strategy \"nix\"; found: ",
                "pool --allocators pool:fixed@nix | unknown memory source \"nix\"; found: ",
                "pool --allocators hakmem | \"hakmem\" is not for the workload pool",
                "larson --allocators pool:fixed | \"pool:fixed\" is not for the workload larson",
                "pool --classes 0 | --classes must be 1 to 1000: 0",
                "report | what is to be written?",
                "report no.json | -o DIR",
                "report -o target | which result files",
                "report --targets | --targets: of which result files?",
                "report no.json -o target | no.json: there is no such file",
                "report pom.xml -o target | pom.xml: not a result file",
                "report --check no.json -o target | --check is about documents",
                "report --into no.md | --into: no.md: there is no such file",
                "report --into pom.xml | pom.xml: there is no line such as <!-- figures: ",
                "report ../docs/results/larson.json -o target -b nix | \"nix\" was not measured; there are hakmem, ",
                "report ../docs/results/larson.json -o pom.xml | pom.xml/index.html cannot be written",
                "soak --threads 1 | threads must be 2 to 256: 1",
                "soak --generations 5 | at least as many as rests: 5",
                "soak --superslabs 7 | at least twice as many as threads and at most 16384: 7",
                "soak --pool nix | unknown pool strategy \"nix\"; found: ",
                "startup --rounds 0 | --rounds must be 1 to 10000: 0",
                "startup | no jar of hakmem.bench on the module path: start it with ./hakmem",
                "metadata --json no/where.json | --json: there is no folder",
                "startup --json no/where.json | --json: there is no folder",
                "metadata 0 | a block must have 1 to 1048576 bytes: 0",
                "metadata --live 0 | --live must be 1 to 16384 MiB: 0",
                "soak --memory nix | unknown memory source \"nix\"; found: ",
            })
    void aWrongCommandLineIsRefusedInOneLineWithExitCode2(String line, String message) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().toList().getFirst())
                .startsWith("hakmem: ")
                .contains(message);
        assertThat(err.toString()).contains("--help'.").doesNotContain("Usage:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void everyPoolStrategyIsMeasuredAndItsStagesAreShown() {
        assertThat(execute("pool", "--no-fork", "--no-progress", "-s", "0.02", "-w", "0", "-r", "1", "-t", "2"))
                .isZero();
        assertThat(out.toString())
                .contains("pool, ops/s; ratio to pool:locked")
                .containsPattern("pool:recycling, 2 threads: [0-9.]+ % empty slabs, [0-9.]+ % unused slots,"
                        + " [0-9.]+ % converted, [0-9]+ commits")
                .contains("pool:fixed, 2 threads: ", "pool:locked, 2 threads: ", " compare-and-sets lost, ");
    }

    @Test
    void theListOfAWorkloadHasWhatItCanMeasure() {
        assertThat(execute("pool", "--list")).isZero();
        assertThat(out.toString())
                .contains("pool:recycling", "pool:fixed", "none")
                .doesNotContain("glibc", "hakmem:");
    }

    @Test
    void aShortSoakShowsItsRestsAndTheFigures() {
        assertThat(execute("soak", "--generations", "500", "--rests", "2")).isZero();
        assertThat(out.toString())
                .contains("seed 4141", "rest  1 of 2", "rest  2 of 2")
                .containsPattern("(?m)^OK: [0-9,]+ SuperSlabs retired");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSoakThatFindsAFaultNamesTheStrategyAndEndsWithExitCode1() {
        assertThat(execute("soak", "--generations", "10000", "--rests", "1", "--pool", "fixed"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the strategy \"fixed\" failed", "2048 metadata entries");
        assertThat(out.toString()).doesNotContain("OK");
    }

    @Test
    void aResultFileThatCannotBeWrittenIsRefusedBeforeTheRun() {
        Path file = folder.resolve("missing").resolve("result.json");

        assertThat(execute("larson", "--no-fork", "--json", file.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("hakmem: --json: there is no folder");
    }

    @Test
    void aShortRunPrintsTheTableAndWritesTheFile() throws Exception {
        Path file = folder.resolve("result.json");

        int exit = execute(
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

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("ratio to glibc", "confined", "netty-adaptive")
                .doesNotContain("FAILED");
        assertThat(Files.readString(file)).contains("\"environment\"", "\"allocator\": \"confined\"", "\"ops/s\"");
        assertThat(execute("report", file.toString(), "-o", folder.toString())).isZero();
    }

    @Test
    void whatThereIsNoCProgramOfIsMeasuredWithoutAny() {
        int exit = execute(
                "bench",
                "glibc-simple",
                "larson",
                "--native",
                "--no-fork",
                "--no-progress",
                "-t",
                "1",
                "-r",
                "1",
                "-w",
                "0",
                "--scale",
                "0.001",
                "-a",
                "glibc");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("glibc-simple, ms", "skipped: c:glibc (larson): a C program needs a process of its own")
                .doesNotContain("skipped: c:glibc (glibc-simple");
    }

    @Test
    void theBaseLineIsMeasuredEvenIfItWasNotNamed() {
        int exit = execute(
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
                "1",
                "--allocators",
                "none",
                "--baseline",
                "glibc");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("ratio to glibc", "1.00 x");
    }

    @Test
    void theListOfBenchHasALineOnEachWorkloadAndEachAllocator() {
        assertThat(execute("bench", "--list")).isZero();
        for (Workload workload : Workloads.all()) {
            String name = workload.info().name();
            if (!name.equals("pool")) {
                assertThat(out.toString()).containsPattern("(?m)^  " + name + " +[a-z].*" + "scale");
            }
        }
        for (PeerKind kind : Stream.concat(PeerCatalog.all().stream(), CAllocators.all().stream())
                .toList()) {
            assertThat(out.toString()).containsPattern("(?m)^  " + Pattern.quote(kind.name()) + " +");
        }
    }

    @Test
    void theListExplainsTheAllocators() {
        assertThat(execute("larson", "--list")).isZero();
        assertThat(out.toString()).contains("glibc-critical", "Only its own thread may close it");
    }

    /** Once, before anything is measured, and not for each number of threads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hakmem.pool   | bad  | unknown pool strategy \"bad\"; found: ",
                "hakmem.memory | bad  | unknown memory source \"bad\"; found: ",
                "hakmem.limit  | much | hakmem.limit"
            })
    void aBadSystemPropertyIsRefusedOnce(String property, String value, String message) {
        System.setProperty(property, value);
        try {
            assertThat(execute("larson", "--no-fork", "--no-progress", "-s", "0.01", "-t", "1,2", "-a", "hakmem"))
                    .isEqualTo(2);
        } finally {
            System.clearProperty(property);
        }
        assertThat(err.toString()).containsOnlyOnce(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void strategiesAreListedWithModuleAndLimits() {
        assertThat(execute("strategies")).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^  recycling +hakmem.sharedpool +.*no limit but memory$")
                .containsPattern("(?m)^  fixed +hakmem.sharedpool +.*2048 entries.*$")
                .containsPattern("(?m)^  locked +hakmem.sharedpool +.*no limit but memory$")
                .containsPattern("(?m)^  posix +hakmem.superslab +.+$");
    }

    @Test
    void theReportIsOnePageInAFolderMadeForIt() throws Exception {
        Path page = folder.resolve("new/report/index.html");

        int exit = execute(
                "report",
                "../docs/results/larson.json",
                "-b",
                "confined",
                "-o",
                page.getParent().toString());

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString().strip()).isEqualTo(page.toString());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("1× confined", "netty-adaptive");
    }

    @Test
    void aDocumentThatSaysAnythingElseThanItsFilesIsFoundOut() throws Exception {
        Path results = Path.of("../docs/results/larson.json");
        Files.copy(results, folder.resolve("larson.json"));
        Path document = Files.writeString(
                folder.resolve("doc.md"), "<!-- figures: brief larson.json -->\n<!-- end of figures -->\n");

        assertThat(execute("report", "--check", "--into", document.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not as its result files say: ./hakmem report --into " + document);
        assertThat(execute("report", "--into", document.toString())).isZero();
        assertThat(execute("report", "--check", "--into", document.toString())).isZero();
        assertThat(Files.readString(document)).contains("| `confined` |");
    }

    @Test
    void targetsArePrintedInMarkdown() {
        assertThat(execute("report", "--targets", "../docs/results/larson.json"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "| larson, 1 thread, against the best peer callable from Java | ≥ 1.70× | ",
                        "| larson, 2 threads | ");
    }

    @Test
    void metadataIsShownForEachSizeAskedAndKeptInAFileThatTargetsReads() {
        Path file = folder.resolve("metadata.json");
        assertThat(execute("metadata", "--live", "2", "--json", file.toString(), "64", "4096"))
                .isZero();
        assertThat(out.toString()).contains("added", "      64 B ", "    4096 B ");

        assertThat(execute("report", "--targets", file.toString())).isZero();
        assertThat(out.toString())
                .contains(
                        "| metadata of blocks of 64 B, against what they commit | ≤ 4.00 % | ",
                        " at 2 MiB live; metadata.json |");
    }

    @Test
    void infoAlwaysAnswers() {
        assertThat(execute("info")).isZero();
        assertThat(out.toString()).contains("JDK", "processor", "page size", "huge pages", "pool strategies");
    }
}
