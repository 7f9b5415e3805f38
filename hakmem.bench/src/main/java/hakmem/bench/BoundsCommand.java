package hakmem.bench;

import hakmem.bench.bounds.Bounds;
import hakmem.bench.bounds.BoundsResult;
import hakmem.sharedpool.SharedPools;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hakmem bounds}. */
@Command(
        name = "bounds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Does what makes allocators hold memory back, and checks that what stays committed is within the documented"
                    + " bounds: at rest what is live and a constant for each active heap, after a trim what is live.",
            "Ends with exit code 1 if a bound is broken."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./hakmem bounds", "  ./hakmem bounds --full", "  ./hakmem bounds --pool locked --seed 7"})
final class BoundsCommand implements Callable<Integer> {
    private static final String ROW = "%-22s %9s %9s %9s %9s %9s %9s %9s  %-6s %s%n";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--full",
            description = "10,000 platform threads and 1,000,000 virtual ones instead of a tenth or less.")
    private boolean full;

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "STRATEGY",
            defaultValue = SharedPools.DEFAULT,
            description = "The pool strategy (default: ${DEFAULT-VALUE}).")
    private String strategy;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "4141",
            description = "Where the random numbers start (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            SharedPools.find(strategy);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        out.printf(Locale.ROOT, "bounds of %s, seed %d%s; MiB%n", strategy, seed, full ? ", in full" : "");
        out.printf(ROW, "scenario", "peak live", "committed", "live", "at rest", "bound", "trimmed", "bound", "", "");
        boolean kept = new Bounds(seed, full, strategy).run(result -> print(out, result));
        for (String line : Bounds.hugePages()) {
            out.println("hugepages " + line);
        }
        out.println(kept ? "OK: every bound was kept" : "FAILED: a bound was broken");
        out.flush();
        return kept ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, BoundsResult result) {
        out.printf(
                ROW,
                result.scenario(),
                mebibytes(result.peakLive()),
                mebibytes(result.peakCommitted()),
                mebibytes(result.live()),
                mebibytes(result.afterRest()),
                mebibytes(result.restBound()),
                mebibytes(result.afterTrim()),
                mebibytes(result.trimBound()),
                result.isKept() ? "ok" : "BROKEN",
                result.remark());
        out.flush();
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20));
    }
}
