package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.AnotherBorrowedPoolProvider;
import hakmem.plugin.BorrowedPoolProvider;
import hakmem.sharedpool.spi.SharedPoolProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The plug-in's classes are those of the tests. */
    private List<String> run(Place hakmem, String strategy, String... options) throws Exception {
        String program = ForkedJvm.tests() + File.pathSeparator + services;
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(
                switch (hakmem) {
                    case ON_THE_CLASS_PATH ->
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "--class-path",
                                ForkedJvm.HAKMEM + File.pathSeparator + program);
                    case ON_THE_MODULE_PATH ->
                        List.of(
                                "--enable-native-access=hakmem.superslab",
                                "--module-path",
                                ForkedJvm.HAKMEM,
                                "--add-modules",
                                "hakmem.malloc",
                                "--class-path",
                                program);
                });
        return ForkedJvm.use(all, strategy);
    }
}
