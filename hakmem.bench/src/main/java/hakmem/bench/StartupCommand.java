package hakmem.bench;

import hakmem.bench.report.Environment;
import hakmem.bench.report.Findings;
import hakmem.bench.report.ResultFile;
import hakmem.bench.startup.StartTimer;
import hakmem.bench.startup.StartVariant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hakmem startup}. */
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes the time from the start of a JVM until a program has its first block, against a program that asks for none:"
                    + " with the memory sources posix and mapped, with and without an AOT cache (JEP 514).",
            "Rounds are interleaved; medians are compared."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./hakmem startup --rounds 31", "  ./hakmem startup --json docs/results/startup.json"})
final class StartupCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-r", "--rounds"},
            paramLabel = "N",
            defaultValue = "15",
            description = "Rounds; in each, every variant is started once (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = {"-j", "--json"},
            paramLabel = "FILE",
            description = "Write the time of every start there as well.")
    private Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || rounds > 10_000) {
            throw new ParameterException(spec.commandLine(), "--rounds must be 1 to 10000: " + rounds);
        }
        Optional<ResultFile> file = ComparisonOptions.prepare(spec.commandLine(), json);
        Path folder = Files.createTempDirectory("hakmem-startup");
        try {
            Map<StartVariant, List<Long>> times = measure(timer(folder));
            print(times);
            if (file.isPresent()) {
                write(times, file.get());
            }
        } finally {
            delete(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    private StartTimer timer(Path folder) {
        try {
            return new StartTimer(folder);
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Map<StartVariant, List<Long>> measure(StartTimer timer) throws IOException, InterruptedException {
        Map<StartVariant, List<Long>> times = new LinkedHashMap<>();
        for (StartVariant variant : StartVariant.all()) {
            timer.prepare(variant);
            timer.time(variant); // reads the files in
            times.put(variant, new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (var entry : times.entrySet()) {
                entry.getValue().add(timer.time(entry.getKey()));
            }
        }
        return times;
    }

    private void print(Map<StartVariant, List<Long>> times) {
        PrintWriter out = spec.commandLine().getOut();
        long base = median(times.get(StartVariant.NOTHING));
        out.printf("milliseconds from the start of the JVM until the program has its first block; %d rounds%n", rounds);
        out.printf("%-20s %8s %8s %8s %13s%n", "", "median", "min", "max", "than nothing");
        times.forEach((variant, found) -> out.printf(
                Locale.ROOT,
                "%-20s %8.1f %8.1f %8.1f %+13.1f%n",
                variant.name(),
                median(found) / NANOS_PER_MILLI,
                found.stream().min(Comparator.naturalOrder()).orElseThrow() / NANOS_PER_MILLI,
                found.stream().max(Comparator.naturalOrder()).orElseThrow() / NANOS_PER_MILLI,
                (median(found) - base) / NANOS_PER_MILLI));
        out.flush();
    }

    private void write(Map<StartVariant, List<Long>> times, ResultFile file) throws IOException {
        Findings findings = new Findings("startup", "ms");
        times.forEach((variant, found) -> findings.add(
                variant.name(),
                Map.of(),
                found.stream().map(nanos -> nanos / NANOS_PER_MILLI).toList(),
                Map.of()));
        file.write(Environment.look(spec.commandLine().getParseResult().originalArgs()), findings);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
