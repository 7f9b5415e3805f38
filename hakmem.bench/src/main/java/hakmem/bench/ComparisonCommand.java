package hakmem.bench;

import hakmem.bench.c.CPrograms;
import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.report.Environment;
import hakmem.bench.report.Progress;
import hakmem.bench.report.Results;
import hakmem.bench.run.Comparison;
import hakmem.bench.run.ForkedRunner;
import hakmem.bench.run.InProcessRunner;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.run.Runner;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadInfo.Trait;
import hakmem.bench.workload.WorkloadOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** What the commands have in common that run a workload against several allocators. */
abstract class ComparisonCommand implements Callable<Integer> {
    /** Set by the launcher: whether standard error is a terminal, which the JVM cannot tell. */
    private static final String TERMINAL_PROPERTY = "hakmem.bench.terminal";

    /** The exit code of a process ended by Ctrl-C. */
    private static final int INTERRUPTED = 130;

    @Mixin
    private ComparisonOptions common;

    /**
     * What is run, in this order.
     *
     * @throws CommandLine.ParameterException if the user named what there is not
     */
    abstract List<Workload> workloads();

    /**
     * What a workload is told.
     *
     * @param workload one of the workloads
     * @param threads number of threads
     * @param seed where the random numbers start
     * @param verify whether contents are checked
     * @throws IllegalArgumentException if an option is out of range
     */
    abstract WorkloadOptions options(Workload workload, int threads, long seed, boolean verify);

    /**
     * Whether the workloads make sense with an allocator.
     *
     * @param allocator a name that is known
     * @return true if it does
     */
    boolean accepts(String allocator) {
        return CAllocators.isName(allocator)
                ? workloads().stream()
                        .anyMatch(
                                workload -> CPrograms.isWritten(workload.info().name()))
                : !PeerCatalog.isPool(allocator);
    }

    @Override
    public final Integer call() {
        CommandLine command = common.commandLine();
        if (common.isList()) {
            list(command.getOut());
            return CommandLine.ExitCode.OK;
        }
        List<Workload> workloads = workloads();
        List<String> allocators = common.allocators();
        allocators.stream().filter(name -> !accepts(name)).findFirst().ifPresent(name -> {
            throw common.refused("\"" + name + "\" is not for the workload "
                    + workloads.getFirst().info().name());
        });
        String baseLine = common.baseLine(allocators);
        List<Comparison> comparisons = workloads.stream()
                .map(workload -> new Comparison(
                        workload.info().name(),
                        written(allocators, workload),
                        variants(workload),
                        common.rounds(),
                        common.warmupSeconds()))
                .filter(comparison -> comparison.runs() > 0)
                .toList();
        Results results = new Results();
        var arguments = command.getParseResult().originalArgs();
        ComparisonReport report = new ComparisonReport(
                results, baseLine, Environment.look(arguments), common.file(), command.getOut(), command.getErr());
        return run(comparisons, results, report);
    }

    /** Without C programs where there is none: that is nothing to report of an allocator. */
    private static List<String> written(List<String> allocators, Workload workload) {
        boolean isWritten = CPrograms.isWritten(workload.info().name());
        return allocators.stream()
                .filter(name -> isWritten || !CAllocators.isName(name))
                .toList();
    }

    /** A workload whose number of threads is its own is measured once. */
    private List<WorkloadOptions> variants(Workload workload) {
        List<Integer> threads = workload.info().is(Trait.FIXED_THREADS) ? List.of(1) : common.threads();
        try {
            return threads.stream()
                    .map(count -> options(workload, count, common.seed(), common.isVerify()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw common.refused(e.getMessage());
        }
    }

    /** Should the process be ended before the run, the hook ends the child and reports what there is. */
    private int run(List<Comparison> comparisons, Results results, ComparisonReport report) {
        try (Progress progress = progress(comparisons)) {
            Runner runner = runner(progress);
            Thread hook = Thread.ofPlatform().unstarted(() -> {
                runner.cancel();
                report.finish();
            });
            Runtime.getRuntime().addShutdownHook(hook);
            for (Comparison comparison : comparisons) {
                comparison.run(runner, both(results, progress));
            }
            removeHook(hook);
        } catch (InterruptedException e) { // Ctrl-C reached the child first, or somebody ended it: report what there is
            report.finish();
            return INTERRUPTED;
        }
        boolean written = report.finish();
        return written && results.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Removing fails once the JVM is ending; the report then is the hook's, and whoever asked for the end waits for it. */
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook runs
        }
    }

    private Runner runner(Progress progress) {
        if (!common.isForked()) {
            return new InProcessRunner();
        }
        try {
            return new ForkedRunner(progress::log, common.timeLimitSeconds());
        } catch (IllegalStateException e) {
            throw common.refused(e.getMessage());
        }
    }

    private Progress progress(List<Comparison> comparisons) {
        boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
        if (!common.progress().orElse(true)) {
            return Progress.silent(System.err);
        }
        int runs = comparisons.stream().mapToInt(Comparison::runs).sum();
        System.err.printf(
                "%s: %d measurements, about %.0f s%n",
                comparisons.stream().map(Comparison::workload).collect(Collectors.joining(", ")),
                runs,
                comparisons.stream().mapToDouble(Comparison::estimatedSeconds).sum());
        return terminal ? Progress.bar(System.err, runs) : Progress.lines(System.err, common.rounds());
    }

    private static Comparison.Listener both(Results results, Progress progress) {
        return new Comparison.Listener() {
            @Override
            public void baseLine(String workload, int threads, long peakRssBytes) {
                results.baseLine(workload, threads, peakRssBytes);
            }

            @Override
            public void begin(RunSpec spec, int round) {
                progress.begin(spec, round);
            }

            @Override
            public void end(RunSpec spec, int round, RunResult result) {
                results.end(spec, round, result);
                progress.end(spec, round, result);
            }
        };
    }

    /** What {@code --list} prints. */
    void list(PrintWriter out) {
        List<PeerKind> all = new ArrayList<>(PeerCatalog.all());
        all.addAll(CAllocators.all());
        all.addAll(PeerCatalog.pools());
        all.removeIf(kind -> !accepts(kind.name()));
        for (PeerKind kind : all) {
            out.printf("%-20s  %s%n", kind.name(), kind.description());
        }
        out.flush();
    }
}
