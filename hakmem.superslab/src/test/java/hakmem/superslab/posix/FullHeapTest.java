package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java heap that is full at any point of a move or a close loses no memory. */
@EnabledOnOs(OS.LINUX)
class FullHeapTest {
    private static final Pattern RESULT = Pattern.compile("OK: of (\\d+), (\\d+) moved, (\\d+) closed");

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostWhereverTheHeapIsFull() throws Exception {
        String output = run();
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        int rounds = Integer.parseInt(result.group(1));
        assertThat(Integer.parseInt(result.group(2))).as(output).isBetween(1, rounds - 1);
        assertThat(Integer.parseInt(result.group(3))).as(output).isBetween(1, rounds - 1);
    }

    /** Where the JDK and the linker have to make objects of their own, the first time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 100, 600, 2000})
    void norTheFirstTime(int spared) throws Exception {
        assertThat(run(Integer.toString(spared))).contains("OK");
    }

    private String run(String... arguments) throws Exception {
        Path classes = Path.of(PosixReservation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx8m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                classes + File.pathSeparator + classes.resolveSibling("test-classes"),
                FullHeap.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(output)).isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
