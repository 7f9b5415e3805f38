package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.spi.AllocatorProvider;
import hakmem.bench.torture.FaultyProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hakmem torture} as it is called. */
class TortureCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path services;

    @Test
    void aShortRunGoesThroughEverythingThatIsChosenAndShowsTheFigures() {
        String line =
                "torture --minutes 0.0001 --seed 7 --limit 64m --operations 500 --pool fixed,locked --memory posix,mapped";

        assertThat(terminal.call(line)).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("seed 7", "fixed on posix: round 1", "locked on posix: round 1", "fixed on mapped: round 1")
                .contains("locked on mapped: round 1", "operations", "peak ", "OK: 4 subjects, no violation");
    }

    @Test
    void aViolationEndsWithExitCode1AndTheCommandThatRepeatsIt() throws Exception {
        Path folder = Files.createDirectories(services.resolve("META-INF").resolve("services"));
        Files.writeString(folder.resolve(AllocatorProvider.class.getName()), FaultyProvider.class.getName());
        Path tests = Path.of(FaultyProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // On the class path the first provider is taken; the tests may be patched into the module, whose folder is
        // beside.
        String path = String.join(
                File.pathSeparator,
                services.toString(),
                tests.resolveSibling("test-classes").toString(),
                System.getProperty("jdk.module.path", System.getProperty("java.class.path")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dhakmem.test.fault=CLEARS_ALL_BUT_ONE_BYTE",
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        path,
                        Main.class.getName(),
                        "torture",
                        "--pool=locked",
                        "--memory=posix",
                        "--seed=4711",
                        "--limit=64m",
                        "--kinds=staying",
                        "--operations=200")
                .redirectErrorStream(true)
                .start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("hakmem: VIOLATION by locked on posix: ")
                            && line.contains("should be zero"))
                    .anyMatch(line -> line.startsWith("seed:      4711"))
                    .anyMatch(line -> line.startsWith("address:   0x"))
                    .anyMatch(line -> line.startsWith("thread:    torture-staying-"))
                    .anyMatch(line -> line.matches(" +\\d+: calloc 0x0, \\d+"))
                    .anyMatch(line ->
                            line.startsWith("again:     ./hakmem torture --minutes 1.0 --pool locked --memory posix"
                                    + " --seed 4711 --threads "));
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }
}
