package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.OpenArenas;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that asks for memory without native access makes no restricted call, about which the JVM would warn. */
class NoWarningTest {
    @Test
    void arenasOverMappedMemoryPrintNothingWhereNobodyHasDecidedAboutNativeAccess() throws Exception {
        Path tests = Path.of(OpenArenas.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dhakmem.memory=mapped",
                        "--class-path",
                        System.getProperty("jdk.module.path")
                                + File.pathSeparator
                                + tests.resolveSibling("test-classes"),
                        OpenArenas.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(printed.strip()).isEqualTo("42");
        } finally {
            process.destroyForcibly();
        }
    }
}
