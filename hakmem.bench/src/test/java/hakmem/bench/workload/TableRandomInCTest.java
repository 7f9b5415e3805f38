package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hakmem.bench.c.CPrograms;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If the C programs drew other numbers, they would be another workload. */
class TableRandomInCTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameNumbersInC() throws Exception {
        assumeTrue(hasCompiler(), "there is no cc on the PATH");
        copy("table_random.h");
        copy("random_numbers.c");
        assertThat(run("cc", "-O3", "random_numbers.c", "-o", "numbers")).isEmpty();

        assertThat(run("./numbers").lines()).containsExactlyElementsOf(numbersInJava());
    }

    private static List<String> numbersInJava() {
        List<String> lines = new ArrayList<>();
        for (long seed : new long[] {4141, 0, -7}) {
            TableRandom random = new TableRandom(seed);
            Below slot = new Below(5000);
            Below size = new Below(992);
            Below large = new Below(1_000_000);
            for (int n = 0; n < 1000; n++) {
                lines.add("%d %d %d %d %d %d"
                        .formatted(
                                random.next(),
                                random.next(10_000),
                                random.next(10_000_000),
                                slot.draw(random),
                                size.draw(random),
                                large.draw(random)));
            }
        }
        return lines;
    }

    private static boolean hasCompiler() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "cc")));
    }

    private void copy(String source) throws IOException {
        try (InputStream text = CPrograms.class.getResourceAsStream(source)) {
            Files.write(folder.resolve(source), text.readAllBytes());
        }
    }

    private String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
