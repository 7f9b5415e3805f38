package hakmem.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./hakmem fuzz}. Exits with 1 if an allocator did what the model did not. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description =
                "Looks for programs on which an allocator does not do what a model does: Jazzer makes them, guided by the"
                        + " branches of hakmem's code that they reach, on every strategy, memory source and hardening.")
final class FuzzCommand implements Callable<Integer> {
    /** Bytes of a program of a hundred commands. */
    private static final int LONGEST_INPUT = 602;

    /** Fewer say that the classes were not instrumented. */
    private static final int LEAST_COVERAGE = 500;

    private static final long PROGRESS_NANOS = 10_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "1", description = "For how long (default: 1).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of what Jazzer throws dice for, 1 or more (default: another in every run; it is printed).")
    private int seed;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Run these inputs again instead, without Jazzer; of one that fails, print the smallest that still does.")
    private List<Path> replayed = List.of();

    @Option(
            names = "--keep",
            description =
                    "Afterwards, put into the kept inputs what reaches branches that they do not, and drop what is not needed.")
    private boolean keep;

    @Option(
            names = "--broken",
            description =
                    "Begin with an empty program, on an allocator that does not notice a second free: that must be found.")
    private boolean broken;

    @Option(names = "--kept", hidden = true, required = true)
    private Path kept;

    @Option(names = "--folder", hidden = true, required = true)
    private Path folder;

    /**
     * Runs it.
     *
     * @param arguments as {@code ./hakmem fuzz} has them, and where to work
     */
    static void main(String[] arguments) {
        System.exit(new CommandLine(new FuzzCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (broken) {
            System.setProperty(AllocatorFuzzer.BROKEN_PROPERTY, "true");
        }
        if (!replayed.isEmpty()) {
            return replay();
        }
        if (!(minutes * 60 >= 1 && minutes <= 100_000)) {
            throw new ParameterException(spec.commandLine(), "--minutes takes at least a second, 0.017");
        }
        if (seed < 0) {
            throw new ParameterException(spec.commandLine(), "--seed takes a whole number from 1");
        }
        return fuzz();
    }

    private int replay() throws IOException {
        boolean passed = true;
        for (Path file : replayed) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "there is no file " + file);
            }
            passed &= new Replay(out()).passes(file);
        }
        return passed ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int fuzz() throws IOException, InterruptedException {
        Path found = Files.createDirectories(folder.resolve(broken ? "found-in-broken" : "found"));
        Path last = folder.resolve("last");
        Path dictionary = folder.resolve("dictionary");
        Dictionary.write(dictionary);
        int dice = seed > 0 ? seed : ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        List<String> arguments = new ArrayList<>(List.of(
                "-seed=" + dice,
                "-max_total_time=" + Math.round(minutes * 60),
                "-max_len=" + LONGEST_INPUT,
                "-dict=" + dictionary,
                found.toString()));
        if (broken) {
            clear(found);
            // Nothing but a hundred times malloc(0): the fuzzer makes no input much longer than those it begins with.
            Files.write(found.resolve("first"), new byte[LONGEST_INPUT]);
        } else {
            arguments.add(kept.toString());
        }
        List<String> options = List.of(
                "-D%s=%s".formatted(AllocatorFuzzer.LAST_PROPERTY, last),
                "-D%s=%s".formatted(AllocatorFuzzer.BROKEN_PROPERTY, broken));
        out().printf(
                        "fuzzing for %s minutes with seed %d; what Jazzer says is in %s%n",
                        minutes, dice, folder.resolve("fuzz.log"));
        JazzerRun run = JazzerRun.start(options, arguments, folder, progress());
        out().printf("%d programs, %d branches of hakmem%n", run.runs(), run.coverage());
        if (run.crash().isPresent() || run.exitCode() != 0) {
            return failed(run, last);
        }
        if (run.coverage() < LEAST_COVERAGE) {
            out().printf("FAILED: Jazzer hardly saw branches of hakmem; does it know the class files of this JDK?%n");
            return ExitCode.SOFTWARE;
        }
        out().println("OK: every allocator did what the model does");
        return keep ? keep(found) : ExitCode.OK;
    }

    /** Shrinks what has failed. If the JVM did not survive it, this one would not either. */
    private int failed(JazzerRun run, Path last) throws IOException {
        if (run.exitCode() == JazzerRun.FOUND && run.crash().isPresent()) {
            if (new Replay(out()).passes(run.crash().get())) {
                out().println("it did not fail when it was run again; see the log for how it failed");
            }
        } else if (Files.exists(last)) {
            Path crash = folder.resolve("crash-of-the-jvm");
            Files.move(last, crash, StandardCopyOption.REPLACE_EXISTING);
            out().printf(
                            "FAILED: the JVM ended with exit code %d while it ran%n%s: %sagain: ./hakmem fuzz --replay %s%n",
                            run.exitCode(), crash, FuzzInput.of(Files.readAllBytes(crash)), crash);
        } else {
            out().printf("FAILED: Jazzer ended with exit code %d before it ran anything%n", run.exitCode());
        }
        return ExitCode.SOFTWARE;
    }

    /** Only by branches, not by how often: a small corpus is worth more than a fine one. */
    private int keep(Path found) throws IOException, InterruptedException {
        Path merged = Files.createDirectories(folder.resolve("merged"));
        clear(merged);
        List<String> arguments = List.of(
                "-merge=1",
                "-use_counters=0",
                "-max_len=" + LONGEST_INPUT,
                merged.toString(),
                kept.toString(),
                found.toString());
        JazzerRun run = JazzerRun.start(List.of(), arguments, folder, line -> {});
        if (run.exitCode() != 0) {
            out().printf("FAILED: Jazzer could not merge, and ended with exit code %d%n", run.exitCode());
            return ExitCode.SOFTWARE;
        }
        clear(kept);
        try (Stream<Path> files = Files.list(merged)) {
            for (Path file : files.toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        try (Stream<Path> files = Files.list(kept)) {
            out().printf("%d inputs are kept in %s%n", files.count(), kept);
        }
        return ExitCode.OK;
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Consumer<String> progress() {
        long[] last = {System.nanoTime()};
        return line -> {
            if (System.nanoTime() - last[0] > PROGRESS_NANOS) {
                last[0] = System.nanoTime();
                out().println(line);
            }
        };
    }

    private static PrintStream out() {
        return System.out;
    }
}
