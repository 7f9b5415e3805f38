package hakmem.bench.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hakmem.bench.peer.NativeLibraries;
import hakmem.bench.peer.PeerUnavailableException;
import hakmem.bench.run.ForkedRunner;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CProgramsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void thereIsACompilerForLinux() throws PeerUnavailableException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "libraries are preloaded as Linux does it");
        try {
            CCompiler.find();
        } catch (PeerUnavailableException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    private static RunSpec spec(String workload, String allocator, int threads, double seconds, boolean verify) {
        return new RunSpec(
                workload, allocator, 0.02, new WorkloadOptions(threads, seconds, 0.1, 8, 999, 100, 4141, verify));
    }

    private static RunResult run(RunSpec spec) throws InterruptedException {
        List<String> printed = new ArrayList<>();
        RunResult result = new ForkedRunner(printed::add, 600).run(spec);
        if (result.failed() == null) {
            assertThat(printed).as("what the program printed").isEmpty();
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "larson, c:glibc, libc.",
        "larson, c:jemalloc, libjemalloc",
        "larson, c:mimalloc, libmimalloc",
        "larson, c:rpmalloc, rpmalloc",
        "xmalloc, c:glibc, libc.",
        "mstress, c:glibc, libc."
    })
    void aWorkloadRunsInCWithTheLibraryThatWasAskedFor(String workload, String allocator, String file)
            throws Exception {
        for (boolean verify : List.of(false, true)) {
            RunResult result = run(spec(workload, allocator, 2, 0.05, verify));
            assumeTrue(result.skipped() == null || System.getProperty("os.arch").equals("amd64"), result.skipped());

            assertThat(result.failed()).isNull();
            assertThat(result.measurement().value()).isPositive();
            assertThat(result.measurement().operations()).isPositive();
            assertThat(result.measurement().nanos()).isPositive();
            assertThat(result.measurement().peakRssBytes()).isPositive();
            assertThat(result.measurement().details().get("library").toString()).contains(file);
            assertThat((Long) result.measurement().details().get("baseRssBytes"))
                    .isPositive()
                    .isLessThan(result.measurement().peakRssBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"larson", "xmalloc", "mstress"})
    void blocksThatOverlapAreFoundInC(String workload) throws Exception {
        RunResult result = runWith("overlapping.c", spec(workload, "c:tcmalloc", 1, 5, true));

        assertThat(result.failed()).contains("was changed while live");
    }

    @Test
    void aLibraryThatCouldNotBePreloadedIsNotTakenForMeasured() throws Exception {
        RunResult result = runWith("without_malloc.c", spec("larson", "c:tcmalloc", 1, 5, true));

        assertThat(result.failed()).contains("blocks come from", "libtcmalloc_minimal.so.4");
    }

    /** Runs with a library that is compiled from a source of this test, under the name of tcmalloc's. */
    private RunResult runWith(String source, RunSpec spec) throws Exception {
        Path text = folder.resolve(source);
        try (InputStream resource = CProgramsTest.class.getResourceAsStream(source)) {
            Files.write(text, resource.readAllBytes());
        }
        CCompiler.find()
                .compile(
                        List.of("-shared", "-fPIC", "-fno-builtin", text.toString()),
                        folder.resolve("libtcmalloc_minimal.so.4"));
        String before = System.getProperty(NativeLibraries.FOLDERS, "");
        System.setProperty(NativeLibraries.FOLDERS, folder.toString());
        try {
            return run(spec);
        } finally {
            System.setProperty(NativeLibraries.FOLDERS, before);
        }
    }

    @Test
    void withoutACompilerTheProgramsAreSkipped() {
        CPrograms programs = new CPrograms(Map.of("PATH", folder.toString()));

        assertThatThrownBy(() ->
                        programs.command("larson", "c:glibc", new WorkloadOptions(1, 1, 8, 999, 100, 1, false), 0))
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessageStartingWith("no C compiler: none of cc, gcc, clang is on the PATH");
    }

    @Test
    void aCompilerThatFailsIsSkippedWithWhatItSaid() {
        CPrograms programs = new CPrograms(Map.of("CC", "cc -no-such-option"));

        assertThatThrownBy(() ->
                        programs.command("larson", "c:glibc", new WorkloadOptions(1, 1, 8, 999, 100, 1, false), 0))
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessageContaining("the C compiler failed: ")
                .hasMessageContaining("no-such-option");
    }

    @Test
    void aWorkloadWithoutACProgramIsSkipped() throws Exception {
        assertThat(run(spec("pool", "c:glibc", 1, 1, false)).skipped())
                .isEqualTo("there is no C program of the workload pool");
    }
}
