package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Java heap that is full at any point of any call loses no block and no memory. */
class HeapExhaustionTest {
    private static final Pattern RESULT = Pattern.compile("OK \\w+: (\\d+) calls failed in (\\d+) of \\d+ rounds");

    @ParameterizedTest
    @CsvSource({
        "recycling, false",
        "fixed, false",
        "locked, false",
        "recycling, quarantine",
        "recycling, poison",
        "recycling, guard",
        "recycling, random",
        "recycling, true"
    })
    void nothingIsLostWhereverTheHeapIsFull(String pool, String hardening) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx8m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Dhakmem.memory=posix",
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        HeapExhaustion.class.getName(),
                        pool,
                        hardening)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Matcher result = RESULT.matcher(output);
            assertThat(result.find()).as(output).isTrue();
            assertThat(Integer.parseInt(result.group(1))).as(output).isGreaterThan(50);
            assertThat(Integer.parseInt(result.group(2))).as(output).isGreaterThan(5);
        } finally {
            process.destroyForcibly();
        }
    }
}
