package hakmem.bench;

import hakmem.bench.soak.PoolSoak;
import hakmem.bench.soak.SoakOptions;
import hakmem.bench.soak.SoakRest;
import hakmem.bench.soak.SoakViolationException;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemorySource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hakmem soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Has threads retire and recycle SuperSlabs of one pool while others claim slabs from them, and checks that no slab"
                    + " has two owners, and that committed memory, the table of metadata and the Java heap stay flat.",
            "Ends with exit code 1 if the strategy does not keep that. The strategy 'fixed' cannot: it uses no entry twice."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem soak",
            "  ./hakmem soak --pool locked --generations 100000",
            "  ./hakmem soak --memory posix --threads 8 --superslabs 64",
        })
final class SoakCommand implements Callable<Integer> {
    /** The name for addresses without memory. */
    private static final String IMAGINARY = "imaginary";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-g", "--generations"},
            paramLabel = "N",
            defaultValue = "1000000",
            description = "SuperSlabs to retire (default: ${DEFAULT-VALUE}).")
    private long generations;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "4",
            description = "Threads, half of which claim (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "STRATEGY",
            defaultValue = SharedPools.DEFAULT,
            description = "The pool strategy (default: ${DEFAULT-VALUE}).")
    private String strategy;

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SOURCE",
            defaultValue = IMAGINARY,
            description = "The memory source; ${DEFAULT-VALUE} (the default) is addresses without memory, which takes"
                    + " seconds where a real source takes minutes.")
    private String memory;

    @Option(
            names = "--superslabs",
            paramLabel = "N",
            defaultValue = "16",
            description = "The limit, in SuperSlabs of 2 MiB (default: ${DEFAULT-VALUE}).")
    private int superSlabs;

    @Option(
            names = "--rests",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often everything comes to rest and is checked (default: ${DEFAULT-VALUE}).")
    private int rests;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "4141",
            description = "Where the random numbers start (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long nothing may move before the pool is taken to hang (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PoolSoak soak = prepare();
        out.printf(
                Locale.ROOT,
                "soak of %s: %,d generations, %d threads, at most %d SuperSlabs, memory %s, seed %d%n",
                strategy,
                generations,
                threads,
                superSlabs,
                memory,
                seed);
        try {
            SoakRest last = soak.run(rest -> print(out, rest));
            out.printf(
                    Locale.ROOT,
                    "OK: %,d SuperSlabs retired in %.1f s; at rest %,d bytes committed, always; table of %d entries for"
                            + " up to %d SuperSlabs%n",
                    last.generations(),
                    last.nanos() / 1e9,
                    last.committedBytes(),
                    last.peakEntries(),
                    last.peakSuperSlabs());
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (SoakViolationException e) {
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println("hakmem: the strategy \"" + strategy + "\" failed: " + e.getMessage());
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private PoolSoak prepare() {
        try {
            SoakOptions options =
                    new SoakOptions(generations, threads, superSlabs, rests, seed, Duration.ofSeconds(patience));
            SharedPoolProvider provider = SharedPools.find(strategy);
            Optional<MemorySource> source =
                    memory.equals(IMAGINARY) ? Optional.empty() : Optional.of(MemorySources.open(Optional.of(memory)));
            return new PoolSoak(provider, source, options);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void print(PrintWriter out, SoakRest rest) {
        out.printf(
                Locale.ROOT,
                "rest %2d of %d: %,10d generations, %5.1f s, committed %d, peak %d SuperSlabs, table %d entries, heap %.1f MiB,"
                        + " %,d acquired, %,d refused%n",
                rest.number(),
                rests,
                rest.generations(),
                rest.nanos() / 1e9,
                rest.committedBytes(),
                rest.peakSuperSlabs(),
                rest.peakEntries(),
                rest.heapBytes() / (double) (1 << 20),
                rest.acquired(),
                rest.refused());
        out.flush();
    }
}
