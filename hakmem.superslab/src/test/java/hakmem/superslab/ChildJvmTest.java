package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What depends on how the JVM was started: native access, the log, the limits of the process. */
class ChildJvmTest {
    private static final long SIZE = 64L << 20;

    @Test
    void withoutNativeAccessThePortableSourceIsUsedAndSaidOnce() throws Exception {
        List<String> lines = run(SIZE, "", "", "--illegal-native-access=deny");

        assertThat(lines).contains("used mapped read 5 reserved " + SIZE);
        assertThat(lines)
                .filteredOn(line -> line.contains("hakmem.superslab grants it"))
                .singleElement()
                .asString()
                .contains("posix does not work here", "native access is denied", "using mapped");
    }

    @Test
    void thePortableSourceMakesNoRestrictedCall() throws Exception {
        assertThat(run(SIZE, "mapped", "", "--illegal-native-access=deny"))
                .containsExactly("used mapped read 5 reserved " + SIZE);
    }

    @Test
    void aSourceNamedThatDoesNotWorkIsAnErrorThatSaysWhy() throws Exception {
        assertThat(run(SIZE, "posix", "", "--illegal-native-access=deny"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                UnsupportedOperationException.class.getName(),
                                "native access is denied",
                                "--enable-native-access=hakmem.superslab"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void withNativeAccessNothingIsSaid() throws Exception {
        assertThat(run(SIZE, "", "", "--illegal-native-access=deny", "--enable-native-access=hakmem.superslab"))
                .containsExactly("used posix read 5 reserved " + SIZE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRegionSmallerThanAskedForIsSaidOnce() throws Exception {
        long wanted = 1L << 40;
        List<String> lines = run(
                wanted,
                "",
                "ulimit -v 67108864; ",
                "--enable-native-access=hakmem.superslab",
                "-Xmx64m",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:CompressedClassSpaceSize=16m");

        assertThat(lines).anySatisfy(line -> assertThat(line).matches("used posix read 5 reserved [0-9]+"));
        assertThat(lines)
                .filteredOn(line -> line.contains("bytes of address space instead of " + wanted))
                .hasSize(1);
    }

    /** Everything a JVM prints that runs {@code hakmem.child.UseMemory} on the module path. */
    private static List<String> run(long byteSize, String source, String before, String... options) throws Exception {
        Path tests = Path.of(hakmem.child.UseMemory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--add-modules",
                "hakmem.superslab"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                tests.resolveSibling("test-classes").toString(),
                "hakmem.child.UseMemory",
                source,
                Long.toString(byteSize)));
        if (!before.isEmpty()) {
            command.addAll(0, List.of("sh", "-c", before + "exec \"$@\"", "sh"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
