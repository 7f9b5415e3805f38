package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies that are modules of their own, compiled here, and found on the module path. */
class NamedModuleStrategiesTest {
    private static final String NAME = "own";

    @TempDir
    Path folder;

    @Test
    void aStrategyIsChosenByTheBuilderAndByTheSystemProperty() throws Exception {
        compile("first.plugin");

        assertThat(run(NAME, "-Dhakmem.pool=own"))
                .containsExactly(
                        "hakmem in a module, program on the class path",
                        "builder own with 1 block",
                        "process own with 1 block");
    }

    @Test
    void twoOfOneNameAreAnErrorThatNamesBothWithTheirModules() throws Exception {
        compile("first.plugin", "second.plugin");

        // Whichever is asked for: to go on with one of the two would be to choose by chance.
        assertThat(run("recycling", "-Dhakmem.pool=own"))
                .filteredOn(line -> line.contains("java.lang.IllegalStateException"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "two providers for the pool strategy \"own\"",
                                "first.plugin.Provider in module first.plugin",
                                "second.plugin.Provider in module second.plugin"));
    }

    private List<String> run(String strategy, String option) throws Exception {
        return ForkedJvm.use(
                List.of(
                        option,
                        "--enable-native-access=hakmem.superslab",
                        "--module-path",
                        ForkedJvm.HAKMEM + File.pathSeparator + folder.resolve("classes"),
                        "--add-modules",
                        "hakmem.malloc",
                        "--class-path",
                        ForkedJvm.tests().toString()),
                strategy);
    }

    /** Makes modules, each of which provides a strategy of the same name. */
    private void compile(String... modules) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                folder.resolve("classes").toString(),
                "--module-path",
                ForkedJvm.HAKMEM,
                "--module",
                String.join(",", modules)));
        for (String module : modules) {
            Path sources = Files.createDirectories(folder.resolve(module));
            Files.writeString(sources.resolve("module-info.java"), """
                    module %1$s {
                        requires hakmem.sharedpool;
                        provides hakmem.sharedpool.spi.SharedPoolProvider with %1$s.Provider;
                    }
                    """.formatted(module));
            Path code = Files.createDirectories(sources.resolve(module.replace('.', '/')));
            Files.writeString(code.resolve("Provider.java"), """
                    package %s;

                    import hakmem.sharedpool.SharedPools;
                    import hakmem.sharedpool.spi.SharedPool;
                    import hakmem.sharedpool.spi.SharedPoolProvider;
                    import hakmem.superslab.Region;

                    public final class Provider implements SharedPoolProvider {
                        public String name() {
                            return "%s";
                        }

                        public String description() {
                            return "what the strategy locked does";
                        }

                        public SharedPool create(Region region) {
                            return SharedPools.find("locked").create(region);
                        }
                    }
                    """.formatted(module, NAME));
            arguments.add("--module-source-path");
            arguments.add(module + "=" + sources);
        }
        StringWriter messages = new StringWriter();
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintWriter(messages), new PrintWriter(messages), arguments.toArray(String[]::new));
        assertThat(result).as(messages.toString()).isZero();
    }
}
