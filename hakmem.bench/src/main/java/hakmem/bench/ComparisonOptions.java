package hakmem.bench;

import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.report.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that compares allocators. */
final class ComparisonOptions {
    /** Names that stand for several allocators. */
    private static final String ALL = "all";

    private static final String ALL_STRATEGIES = PeerCatalog.HAKMEM + ":*";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            split = ",",
            description = "Numbers of threads (default: 1 and the number of processors; for pools 1,2,4,8).")
    private List<Integer> threads;

    @Option(
            names = {"-r", "--rounds"},
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds; in each, every allocator is measured once (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = {"-w", "--warmup"},
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            description = "How long the workload runs untimed before, for the compilers (default: ${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long a measurement may take beyond its seconds; then it is ended and counts as failed, and the"
                            + " run goes on (default: ${DEFAULT-VALUE}).")
    private double timeLimit;

    @Option(
            names = {"-a", "--allocators"},
            paramLabel = "NAME",
            split = ",",
            defaultValue = "hakmem,glibc,glibc-critical,confined,netty-adaptive",
            description = {
                "What to measure (default: ${DEFAULT-VALUE}). hakmem:STRATEGY and hakmem@SOURCE choose a pool strategy"
                        + " and a memory source, also of a plug-in; hakmem:* is every strategy found, all is everything."
                        + " pool:STRATEGY and pool:* are strategies alone, for the command pool."
                        + " --list explains them."
            })
    private List<String> allocators;

    @Option(
            names = "--native",
            description =
                    "Measure C programs as well, of the same workload, with the C library's allocator and with each"
                            + " other one that is installed: c:glibc, c:jemalloc and so on, short for --allocators ...,c:*."
                            + " They are compiled when they are run.")
    private boolean isNative;

    @Option(
            names = {"-b", "--baseline"},
            paramLabel = "NAME",
            description = "The allocator the others are compared with; it is measured too (default: "
                    + PeerCatalog.GLIBC_CRITICAL + " if it is measured, else the first one; for pools pool:locked).")
    private String baseLine;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "4141",
            description = "Where the random numbers start (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--verify",
            description =
                    "Fill every block with a pattern and check it before it is freed. Slow; a damaged block ends the"
                            + " run with exit code 1.")
    private boolean verify;

    @Option(
            names = {"-j", "--json"},
            paramLabel = "FILE",
            description = "Write environment and results there as well.")
    private Path json;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show how far the run is (default: a bar on a terminal, lines otherwise).")
    private Boolean progress;

    @Option(
            names = "--no-fork",
            description =
                    "Measure in this JVM, for debugging: the figures are not to be trusted, as each allocator leaves"
                            + " its traces in the compilers' profiles.")
    private boolean noFork;

    @Option(names = "--list", description = "List the allocators and end.")
    private boolean list;

    /** Whether the allocators are to be listed only. */
    boolean isList() {
        return list;
    }

    boolean isVerify() {
        return verify;
    }

    boolean isForked() {
        return !noFork;
    }

    /** Empty if the user did not say. */
    Optional<Boolean> progress() {
        return Optional.ofNullable(progress);
    }

    Optional<ResultFile> file() {
        return prepare(spec.commandLine(), json);
    }

    long seed() {
        return seed;
    }

    int rounds() {
        if (rounds < 1 || rounds > 100_000) {
            throw refused("--rounds must be 1 to 100000: " + rounds);
        }
        return rounds;
    }

    double warmupSeconds() {
        if (!(warmup >= 0 && warmup <= 3600)) {
            throw refused("--warmup must be 0 to 3600 seconds: " + warmup);
        }
        return warmup;
    }

    double timeLimitSeconds() {
        if (!(timeLimit >= 1 && timeLimit <= 86_400)) {
            throw refused("--time-limit must be 1 to 86400 seconds: " + timeLimit);
        }
        return timeLimit;
    }

    /** The numbers of threads, each once, in the order given. */
    List<Integer> threads() {
        List<Integer> given =
                threads != null ? threads : List.of(1, Runtime.getRuntime().availableProcessors());
        return List.copyOf(new LinkedHashSet<>(given));
    }

    /**
     * The allocators to measure, each once, in the order given.
     *
     * @throws ParameterException if a name is unknown
     */
    List<String> allocators() {
        SequencedSet<String> names = new LinkedHashSet<>();
        try {
            for (String given : allocators) {
                expand(given.strip()).forEach(names::add);
            }
            if (isNative) {
                expand(CAllocators.ALL).forEach(names::add);
            }
            if (baseLine != null) {
                names.add(baseLine);
            }
            names.forEach(PeerCatalog::find);
        } catch (IllegalArgumentException | IllegalStateException e) { // an unknown name; two providers of one name
            throw refused(e.getMessage());
        }
        if (verify && names.contains(PeerCatalog.NONE)) {
            throw refused(PeerCatalog.NONE + " cannot be verified: its blocks overlap");
        }
        return List.copyOf(names);
    }

    /** The base line, one of {@code allocators}. */
    String baseLine(List<String> allocators) {
        if (baseLine != null) {
            return baseLine;
        }
        return allocators.contains(PeerCatalog.GLIBC_CRITICAL) ? PeerCatalog.GLIBC_CRITICAL : allocators.getFirst();
    }

    /** The file of {@code --json}, if it was given; it can be written. */
    static Optional<ResultFile> prepare(CommandLine command, Path json) {
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ResultFile.prepare(json));
        } catch (IOException e) {
            throw new ParameterException(command, "--json: " + e.getMessage());
        }
    }

    /** What ends the command with one line and the exit code for a wrong command line. */
    ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    private Stream<String> expand(String given) {
        return switch (given) {
            case ALL -> PeerCatalog.all().stream().map(PeerKind::name).filter(name -> !name.equals(PeerCatalog.NONE));
            case PeerCatalog.ALL_POOLS -> PeerCatalog.pools().stream().map(PeerKind::name);
            case CAllocators.ALL -> CAllocators.all().stream().map(PeerKind::name);
            case ALL_STRATEGIES -> PeerCatalog.strategies().stream().map(PeerKind::name);
            default -> Stream.of(given);
        };
    }
}
