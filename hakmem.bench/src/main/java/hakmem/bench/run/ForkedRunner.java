package hakmem.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs each measurement in a JVM of its own. So the loop's calls have seen one allocator only when they are compiled, and the
 * resident memory is that of one allocator.
 */
public final class ForkedRunner implements Runner {
    private final List<String> command = ChildCommand.build();
    private final Consumer<String> log;
    private volatile Process child;

    /**
     * Makes a runner.
     *
     * @param log told what children print that is not their result
     * @throws IllegalStateException if this JVM does not run from a module path
     */
    public ForkedRunner(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public RunResult run(RunSpec spec) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            child = process;
            try {
                return converse(process, spec);
            } finally {
                process.destroyForcibly();
                child = null;
            }
        } catch (IOException | UncheckedIOException e) {
            return RunResult.failed("its JVM could not be run: " + e.getMessage());
        }
    }

    /** A child that died before it read its line fails the write, and has said why on its output. */
    private RunResult converse(Process process, RunSpec spec) throws IOException, InterruptedException {
        OutputStream toChild = process.getOutputStream();
        try {
            toChild.write((Protocol.encode(spec) + "\n").getBytes(StandardCharsets.UTF_8));
            toChild.flush();
        } catch (IOException e) {
            log.accept(spec.allocator() + ": its JVM took no orders: " + e.getMessage());
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
        return result.orElseGet(
                () -> RunResult.failed("its JVM ended with exit code " + exit + " and without a result"));
    }

    @Override
    public void cancel() {
        Process process = child;
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
