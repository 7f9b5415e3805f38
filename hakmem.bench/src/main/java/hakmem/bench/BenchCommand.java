package hakmem.bench;

import hakmem.bench.c.CPrograms;
import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.peer.PeerUnavailableException;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadInfo.Trait;
import hakmem.bench.workload.WorkloadOptions;
import hakmem.bench.workload.Workloads;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hakmem bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        defaultValueProvider = BenchCommand.Defaults.class,
        description = {
            "Compares allocators with any of the workloads, or all of them. --list has a line on each workload and each"
                    + " allocator.",
            "Each measurement runs in a JVM of its own; the allocators of a workload are interleaved in rounds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem bench --list",
            "  ./hakmem bench larson buffers --threads 1,2 --json result.json",
            "  ./hakmem bench --scale 1 --rounds 5 --json full.json     (as published; takes hours)",
            "  ./hakmem bench --verify --rounds 1 --scale 0.01 -a hakmem,hakmem+hardened",
        })
final class BenchCommand extends ComparisonCommand {
    /** The best that Java code can call, each in the way it is fastest. */
    static final class Defaults implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && option.longestName().equals("--allocators")
                    ? "hakmem,glibc-critical,jemalloc-critical,mimalloc-critical,rpmalloc-critical,tcmalloc-critical,"
                            + "unsafe,confined,netty-pooled,netty-adaptive"
                    : null;
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WORKLOAD", arity = "0..*", description = "What to run (default: every workload).")
    private List<String> names = List.of();

    @Option(
            names = {"-s", "--seconds"},
            paramLabel = "SECONDS",
            description = "How long each measurement of a timed workload takes (default: what --scale says).")
    private Double seconds;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description =
                    "How much of its description a workload does; 1 is all of it (default: each its own, so that a"
                            + " measurement takes about half a second with a fast allocator; --list shows it).")
    private Double scale;

    @Override
    List<Workload> workloads() {
        SequencedSet<Workload> chosen = new LinkedHashSet<>();
        for (String name : names) {
            chosen.add(known().stream()
                    .filter(workload -> workload.info().name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), unknown(name))));
        }
        return chosen.isEmpty() ? known() : List.copyOf(chosen);
    }

    private static String unknown(String name) {
        return "unknown workload \"%s\"; known are %s"
                .formatted(
                        name,
                        known().stream().map(workload -> workload.info().name()).collect(Collectors.joining(", ")));
    }

    private static List<Workload> known() {
        return Workloads.all().stream()
                .filter(workload -> !workload.info().is(Trait.POOLS_ONLY))
                .toList();
    }

    @Override
    WorkloadOptions options(Workload workload, int threads, long seed, boolean verify) {
        WorkloadOptions options = workload.defaults(threads).with(seed, verify);
        double factor = scale != null ? scale : options.scale();
        options = options.withScale(factor);
        if (workload.info().is(Trait.TIMED)) {
            return options.withSeconds(seconds != null ? seconds : options.seconds() * factor);
        }
        return options;
    }

    @Override
    void list(PrintWriter out) {
        out.println("workloads:");
        for (Workload workload : known()) {
            var info = workload.info();
            out.printf(
                    "  %-20s  %-9s  scale %-6s  %s%n",
                    info.name(),
                    info.unit(),
                    BigDecimal.valueOf(workload.defaults(1).scale())
                            .stripTrailingZeros()
                            .toPlainString(),
                    info.description());
        }
        out.println();
        out.println("allocators:");
        PeerCatalog.all().forEach(kind -> list(out, kind, () -> kind.open().close()));
        out.println();
        out.println("C programs, of " + programs() + " only; --native measures all of them:");
        CAllocators.all().forEach(kind -> list(out, kind, () -> CAllocators.library(kind.name())));
        out.flush();
    }

    /** Tries whether it can be measured here. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws PeerUnavailableException;
    }

    private static void list(PrintWriter out, PeerKind kind, Attempt attempt) {
        String skipped = "";
        try {
            attempt.run();
        } catch (PeerUnavailableException e) {
            skipped = " (skipped here: " + e.getMessage() + ")";
        }
        out.printf("  %-20s  %s%s%n", kind.name(), kind.description(), skipped);
    }

    private static String programs() {
        return known().stream()
                .map(workload -> workload.info().name())
                .filter(CPrograms::isWritten)
                .collect(Collectors.joining(", "));
    }
}
