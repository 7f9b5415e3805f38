package hakmem.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer in a JVM of its own, with all classes of hakmem instrumented for coverage. What it says is left in a log.
 *
 * @param exitCode 0 if it ended as it was told to
 * @param runs inputs that were run; 0 if it did not come to tell
 * @param coverage branches of hakmem's code that were seen
 * @param crash the input that failed
 */
record JazzerRun(int exitCode, long runs, long coverage, Optional<Path> crash) {
    /** The exit code of libFuzzer when an input has failed. */
    static final int FOUND = 77;

    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s.*cov: (\\d+) .*");
    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern CRASH = Pattern.compile(".*Test unit written to (.*/crash-\\w+)");

    /** What it looks for in applications; it finds the temporary file of the memory source {@code mapped}. */
    private static final String SANITIZERS = Stream.of(
                    "BigDecimal",
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "RegexRoadblocks",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map("com.code_intelligence.jazzer.sanitizers."::concat)
            .collect(Collectors.joining(":"));

    /**
     * Runs it to its end.
     *
     * @param jvmOptions more of them
     * @param arguments of libFuzzer: options, and folders of inputs
     * @param folder where it leaves its log, and inputs that fail
     * @param progress gets a line now and then
     */
    static JazzerRun start(List<String> jvmOptions, List<String> arguments, Path folder, Consumer<String> progress)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(jvmOptions, arguments, folder))
                .redirectErrorStream(true)
                .start();
        long runs = 0;
        long coverage = 0;
        Optional<Path> crash = Optional.empty();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter log = new PrintWriter(Files.newBufferedWriter(folder.resolve("fuzz.log")))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.println(line);
                log.flush();
                Matcher seen = PROGRESS.matcher(line);
                if (seen.matches()) {
                    coverage = Long.parseLong(seen.group(2));
                    progress.accept("%s programs, %d branches".formatted(seen.group(1), coverage));
                }
                Matcher total = RUNS.matcher(line);
                if (total.matches()) {
                    runs = Long.parseLong(total.group(1));
                }
                Matcher written = CRASH.matcher(line);
                if (written.matches()) {
                    crash = Optional.of(Path.of(written.group(1)));
                }
            }
        } finally {
            process.destroy(); // it has ended, unless reading has failed
        }
        return new JazzerRun(process.waitFor(), runs, coverage, crash);
    }

    private static List<String> command(List<String> jvmOptions, List<String> arguments, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--illegal-native-access=deny",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx1g"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + AllocatorFuzzer.class.getName(),
                // The machine's branches too: they tell how far a program has come on its way to what is hostile.
                "--instrumentation_includes=hakmem.**",
                "--instrumentation_excludes=hakmem.fuzz.Block",
                "--disabled_hooks=" + SANITIZERS,
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-print_final_stats=1",
                "-rss_limit_mb=0",
                "-report_slow_units=600",
                "-len_control=0"));
        command.addAll(arguments);
        return command;
    }
}
