package hakmem.bench.run;

import hakmem.bench.c.CPrograms;
import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs each measurement in a JVM of its own, or as a C program. So the loop's calls have seen one allocator only when they are compiled, and the
 * resident memory is that of one allocator.
 */
public final class ForkedRunner implements Runner {
    /* Exit codes of a JVM that SIGINT or SIGTERM ended: sent to this JVM too, which then is about to end. */
    private static final Set<Integer> INTERRUPTED = Set.of(130, 143);

    private final List<String> command = ChildCommand.build();
    private final CPrograms programs = new CPrograms();
    private final Consumer<String> log;
    private final double limitSeconds;
    private volatile Process child;
    private volatile boolean cancelled;

    /**
     * Makes a runner.
     *
     * @param log told what children print that is not their result
     * @param limitSeconds how long a measurement may take beyond the time it is told; then it is ended and has failed
     * @throws IllegalStateException if this JVM does not run from a module path
     */
    public ForkedRunner(Consumer<String> log, double limitSeconds) {
        this.log = log;
        this.limitSeconds = limitSeconds;
    }

    @Override
    public RunResult run(RunSpec spec) throws InterruptedException {
        try {
            Process process = builder(spec).redirectErrorStream(true).start();
            child = process;
            TimeLimit limit = TimeLimit.watch(
                    process,
                    limitSeconds + spec.warmupSeconds() + spec.options().seconds());
            try {
                return converse(process, spec, limit);
            } catch (IOException | UncheckedIOException e) {
                if (limit.isReached()) { // its streams are closed with it
                    return tooLong(limit);
                }
                throw e;
            } finally {
                process.destroyForcibly();
                child = null;
            }
        } catch (PeerUnavailableException e) {
            return RunResult.skipped(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            if (cancelled) { // its streams are closed with it
                throw new InterruptedException(ended(spec));
            }
            return RunResult.failed("its process could not be run: " + e.getMessage());
        }
    }

    /** A C program is told everything on its command line, and passes over the line it is sent. */
    private ProcessBuilder builder(RunSpec spec) throws PeerUnavailableException, InterruptedException {
        return CAllocators.isName(spec.allocator())
                ? programs.command(spec.workload(), spec.allocator(), spec.options(), spec.warmupSeconds())
                : new ProcessBuilder(command);
    }

    /** A child that died before it read its line fails the write, and has said why on its output. */
    private RunResult converse(Process process, RunSpec spec, TimeLimit limit)
            throws IOException, InterruptedException {
        OutputStream toChild = process.getOutputStream();
        try {
            toChild.write((Protocol.encode(spec) + "\n").getBytes(StandardCharsets.UTF_8));
            toChild.flush();
        } catch (IOException e) {
            log.accept(spec.allocator() + ": its process took no orders: " + e.getMessage());
        }
        Optional<RunResult> result = Optional.empty();
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Optional<RunResult> found = Protocol.decodeResult(line);
                if (found.isPresent()) {
                    result = found;
                } else {
                    log.accept(spec.allocator() + ": " + line);
                }
            }
        }
        int exit = process.waitFor();
        if (result.isEmpty() && limit.isReached()) {
            return tooLong(limit);
        }
        if (result.isEmpty() && (cancelled || INTERRUPTED.contains(exit))) {
            throw new InterruptedException(ended(spec));
        }
        return result.orElseGet(
                () -> RunResult.failed("its process ended with exit code " + exit + " and without a result"));
    }

    private static RunResult tooLong(TimeLimit limit) {
        return RunResult.failed("it was not done after %.0f s, and was ended".formatted(limit.seconds()));
    }

    private static String ended(RunSpec spec) {
        return "the measurement of " + spec.allocator() + " was ended from outside";
    }

    /** Whether a child is at work. */
    boolean isRunning() {
        return child != null;
    }

    @Override
    public void cancel() {
        cancelled = true;
        Process process = child;
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
