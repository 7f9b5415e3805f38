package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.AnotherBorrowedPoolProvider;
import hakmem.plugin.BorrowedPoolProvider;
import hakmem.plugin.UseStrategy;
import hakmem.sharedpool.spi.SharedPoolProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strategies that are found on the class path, by a program that uses the public API alone. */
class ClassPathStrategiesTest {
    /** Where hakmem is; the strategy and the program are on the class path either way. */
    enum Place {
        ON_THE_CLASS_PATH,
        ON_THE_MODULE_PATH
    }

    @TempDir
    Path services;

    @ParameterizedTest
    @EnumSource
    void aStrategyIsChosenByTheBuilderAndByTheSystemProperty(Place hakmem) throws Exception {
        provide(BorrowedPoolProvider.class);

        assertThat(run(hakmem, "borrowed", "-Dhakmem.pool=borrowed"))
                .containsExactly(layout(hakmem), "builder borrowed with 1 block", "process borrowed with 1 block");
    }

    @ParameterizedTest
    @EnumSource
    void theBuiltInOnesAreFoundBesideIt(Place hakmem) throws Exception {
        provide(BorrowedPoolProvider.class);

        assertThat(run(hakmem, "fixed"))
                .containsExactly(layout(hakmem), "builder fixed with 1 block", "process recycling with 1 block");
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownNameListsItAmongThoseFound(Place hakmem) throws Exception {
        provide(BorrowedPoolProvider.class);

        assertThat(run(hakmem, "nonesuch"))
                .contains(
                        "builder java.lang.IllegalArgumentException: unknown pool strategy \"nonesuch\"; found: borrowed,"
                                + " fixed, locked, recycling");
    }

    @ParameterizedTest
    @EnumSource
    void twoOfOneNameAreAnErrorThatNamesBoth(Place hakmem) throws Exception {
        provide(BorrowedPoolProvider.class, AnotherBorrowedPoolProvider.class);

        List<String> lines = run(hakmem, "borrowed", "-Dhakmem.pool=borrowed");

        assertThat(lines)
                .filteredOn(line -> line.contains("java.lang.IllegalStateException"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "two providers for the pool strategy \"borrowed\"",
                                BorrowedPoolProvider.class.getName() + " on the class path",
                                AnotherBorrowedPoolProvider.class.getName() + " on the class path"));
    }

    private static String layout(Place hakmem) {
        return (hakmem == Place.ON_THE_CLASS_PATH ? "hakmem on the class path" : "hakmem in a module")
                + ", program on the class path";
    }

    private void provide(Class<?>... providers) throws Exception {
        Path folder = Files.createDirectories(services.resolve("META-INF").resolve("services"));
        Files.write(
                folder.resolve(SharedPoolProvider.class.getName()),
                List.of(providers).stream().map(Class::getName).toList());
    }

    /** Everything printed by a JVM that runs {@link UseStrategy}; the plug-in's classes are those of the tests. */
    private List<String> run(Place hakmem, String strategy, String... options) throws Exception {
        Path tests = Path.of(UseStrategy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // The tests are patched into the module, whose folder stands beside theirs.
        String program = tests.resolveSibling("test-classes") + File.pathSeparator + services;
        String path = System.getProperty("jdk.module.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--illegal-native-access=deny"));
        Collections.addAll(command, options);
        command.addAll(
                switch (hakmem) {
                    case ON_THE_CLASS_PATH ->
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "--class-path",
                                path + File.pathSeparator + program);
                    case ON_THE_MODULE_PATH ->
                        List.of(
                                "--enable-native-access=hakmem.superslab",
                                "--module-path",
                                path,
                                "--add-modules",
                                "hakmem.malloc",
                                "--class-path",
                                program);
                });
        Collections.addAll(command, UseStrategy.class.getName(), strategy);
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
