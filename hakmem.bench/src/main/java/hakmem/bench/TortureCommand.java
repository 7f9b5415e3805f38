package hakmem.bench;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.spi.ByteSizes;
import hakmem.bench.torture.Kind;
import hakmem.bench.torture.Torture;
import hakmem.bench.torture.TortureOptions;
import hakmem.bench.torture.TortureRest;
import hakmem.bench.torture.TortureViolationException;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hakmem torture}. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Does everything an allocator can do at once, from threads of all kinds, with blocks of 0 bytes to 64 MiB, and checks"
                    + " each block whenever it is touched; at rests in between, compares the statistics with what is held,"
                    + " and sees that what is not used goes back.",
            "Ends with exit code 1 at the first violation, and says how to repeat it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem torture --minutes 10",
            "  ./hakmem torture --minutes 1 --pool recycling --memory posix --seed 42",
            "  ./hakmem torture --limit 64m --live 64m",
            "  ./hakmem torture --threads 1 --kinds staying --pool locked",
        })
final class TortureCommand implements Callable<Integer> {
    private static final String ALL = "*";
    private static final double LONGEST_MINUTES = 60.0 * 24 * 30;
    private static final double MIB = 1 << 20;

    /** So many lines of progress, whatever the duration; but no more than one a second. */
    private static final int LINES = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "1",
            description = "How long, in all (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Where the random numbers start (default: the time).")
    private Long seed;

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "STRATEGY",
            split = ",",
            defaultValue = ALL,
            description =
                    "Pool strategies, separated by commas; * (the default) is all that are found, one after the other.")
    private List<String> pools;

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SOURCE",
            split = ",",
            defaultValue = ALL,
            description = "Memory sources; * (the default) is all that work here.")
    private List<String> memories;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Threads that stay to the end (default: the number of processors, at least 2).")
    private Integer threads;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "Kinds of threads: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Kind> kinds = EnumSet.allOf(Kind.class);

    @Option(
            names = "--limit",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "The limit of the allocator (default: ${DEFAULT-VALUE}).")
    private String limit;

    @Option(
            names = "--live",
            paramLabel = "SIZE",
            description =
                    "How much is asked for at any time (default: half the limit); near the limit many calls are refused.")
    private String live;

    @Option(names = "--hardened", description = "Torture hardened allocators.")
    private boolean hardened;

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Operations of each thread that stays between two rests (default: ${DEFAULT-VALUE}).")
    private int operations;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How long nothing may move before the allocator is taken to hang (default: ${DEFAULT-VALUE}).")
    private int patience;

    /** What is tortured. */
    private record Subject(String pool, MemorySource memory) {
        @Override
        public String toString() {
            return pool + " on " + memory.name();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Subject> subjects = subjects();
        TortureOptions options = options(subjects.size());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "torture: seed %d, %.2f minutes, %d subjects, limit %,d bytes, live %,d bytes, %d threads that stay%n",
                options.seed(),
                minutes,
                subjects.size(),
                options.limit(),
                options.liveBytes(),
                options.threads());
        for (Subject subject : subjects) {
            if (!torture(subject, options, out)) {
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        out.printf("OK: %d subjects, no violation%n", subjects.size());
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private boolean torture(Subject subject, TortureOptions options, PrintWriter out) throws InterruptedException {
        Torture torture =
                new Torture(bytes -> make(subject, bytes), subject.memory().givesBack(), options);
        long interval = Math.max(
                options.duration().toNanos() / LINES, Duration.ofSeconds(1).toNanos());
        long[] printed = {0};
        try {
            TortureRest last = torture.run(rest -> {
                if (rest.nanos() - printed[0] > interval) {
                    printed[0] = rest.nanos();
                    print(subject, rest, out);
                }
            });
            if (printed[0] != last.nanos()) {
                print(subject, last, out);
            }
            return true;
        } catch (TortureViolationException e) {
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println("hakmem: VIOLATION by " + subject + ": " + e.getMessage());
            err.printf(
                    "again:     ./hakmem torture --minutes %s --pool %s --memory %s --seed %d --threads %d --limit %d --live %d"
                            + " --operations %d --kinds %s%s%n",
                    minutes,
                    subject.pool(),
                    subject.memory().name(),
                    options.seed(),
                    options.threads(),
                    options.limit(),
                    options.liveBytes(),
                    options.operations(),
                    String.join(
                            ",",
                            kinds.stream()
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .sorted()
                                    .toList()),
                    hardened ? " --hardened" : "");
            err.flush();
            return false;
        }
    }

    private Allocator make(Subject subject, long limit) {
        return Hakmem.builder()
                .pool(subject.pool())
                .memorySource(subject.memory().name())
                .limit(limit)
                .hardened(hardened)
                .build();
    }

    private static void print(Subject subject, TortureRest rest, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: round %d, %.1f s, %,d operations, %,d refused at the limit, %,d hostile ones refused, %,d threads,"
                        + " %,d live, committed %.1f MiB, peak %.1f MiB%n",
                subject,
                rest.round(),
                rest.nanos() / 1e9,
                rest.operations(),
                rest.refused(),
                rest.hostile(),
                rest.threads(),
                rest.liveBlocks(),
                rest.committedBytes() / MIB,
                rest.peakCommittedBytes() / MIB);
        out.flush();
    }

    private TortureOptions options(int subjects) {
        if (!(minutes > 0 && minutes <= LONGEST_MINUTES)) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes must be more than 0 and at most 43200: " + minutes);
        }
        if (patience < 1) {
            throw new ParameterException(spec.commandLine(), "--patience must be 1 or more seconds: " + patience);
        }
        try {
            long most = ByteSizes.parse("--limit", limit);
            return new TortureOptions(
                    Duration.ofNanos((long) (minutes * 60e9 / subjects)),
                    seed == null ? System.currentTimeMillis() : seed,
                    threads == null ? Math.max(2, Runtime.getRuntime().availableProcessors()) : threads,
                    kinds,
                    most,
                    live == null ? most / 2 : ByteSizes.parse("--live", live),
                    operations,
                    Duration.ofSeconds(patience));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** Every strategy on every source. */
    private List<Subject> subjects() {
        try {
            List<String> strategies = pools.equals(List.of(ALL))
                    ? SharedPools.providers().stream()
                            .map(SharedPoolProvider::name)
                            .sorted()
                            .toList()
                    : pools;
            List<Subject> subjects = new ArrayList<>();
            for (MemorySource source : sources()) {
                for (String strategy : strategies) {
                    subjects.add(new Subject(SharedPools.find(strategy).name(), source));
                }
            }
            return subjects;
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private List<MemorySource> sources() {
        List<MemorySource> sources = new ArrayList<>();
        if (!memories.equals(List.of(ALL))) {
            memories.forEach(name -> sources.add(MemorySources.open(Optional.of(name))));
            return sources;
        }
        for (String name : MemorySources.providers().stream()
                .map(MemorySourceProvider::name)
                .sorted()
                .toList()) {
            try {
                sources.add(MemorySources.open(Optional.of(name)));
            } catch (UnsupportedOperationException e) {
                spec.commandLine()
                        .getErr()
                        .println("hakmem: skipping the memory source " + name + ": " + e.getMessage());
            }
        }
        return sources;
    }
}
