package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.UseStrategy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own. */
final class ForkedJvm {
    /** The path hakmem's modules are found on. */
    static final String HAKMEM = System.getProperty("jdk.module.path");

    private ForkedJvm() {}

    /** The folder of the tests' classes, to be put on a class path. */
    static Path tests() throws URISyntaxException {
        Path tests = Path.of(UseStrategy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // The tests are patched into the module, whose folder stands beside theirs.
        return tests.resolveSibling("test-classes");
    }

    /**
     * Runs {@link UseStrategy} to its end.
     *
     * @param options of the JVM, the paths among them
     * @param strategy the strategy to ask the builder for
     * @return everything printed
     */
    static List<String> use(List<String> options, String strategy) throws IOException, InterruptedException {
        return run(options, UseStrategy.class, strategy);
    }

    /** Runs a program to its end, and returns everything printed. */
    static List<String> run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--illegal-native-access=deny"));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
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
