package hakmem.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where figures come from; the head of the result file. Immutable.
 *
 * @param jdk name and version of the JVM
 * @param vmOptions options of the JVM, but those that say where the modules are
 * @param os name, version and architecture of the operating system
 * @param processor name of the processor, or its architecture where the system does not tell
 * @param cores processors the JVM may use
 * @param memoryBytes memory the JVM may use, the container's limit included
 * @param commit the state of the sources, or {@code unknown}
 * @param options the arguments of the command
 * @param date when the run began, with the offset from UTC
 */
public record Environment(
        String jdk,
        List<String> vmOptions,
        String os,
        String processor,
        int cores,
        long memoryBytes,
        String commit,
        List<String> options,
        String date) {
    /** The system property by which the launcher tells the state of the sources. */
    private static final String COMMIT_PROPERTY = "hakmem.bench.commit";

    /**
     * Looks around.
     *
     * @param options the arguments of the command
     * @return where this JVM runs
     */
    public static Environment look(List<String> options) {
        String commit = System.getProperty(COMMIT_PROPERTY, "");
        return new Environment(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> !option.startsWith("--module-path=")
                                && !option.startsWith("-Djdk.module.")
                                && !option.startsWith("-Dhakmem.bench."))
                        .toList(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                totalMemory(),
                commit.isEmpty() ? "unknown" : commit,
                List.copyOf(options),
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
    }

    private static long totalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String processorName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name") || line.startsWith("CPU part"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
