package hakmem.bench.startup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the program and takes the time until it says that it has its block. For one thread. */
public final class StartTimer {
    private final StartPath path = StartPath.find();
    private final Path caches;

    /**
     * Makes a timer.
     *
     * @param caches a folder for AOT caches, which stay there
     * @throws IllegalStateException if hakmem is not on the module path of this JVM as jars
     */
    public StartTimer(Path caches) {
        this.caches = caches;
    }

    /**
     * Makes the AOT cache of a variant that has one, as an application would: by a run of the program.
     *
     * @param variant what is going to be measured
     * @throws IOException if the JVM cannot be run, or makes none; the message says why
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void prepare(StartVariant variant) throws IOException, InterruptedException {
        if (variant.cached()) {
            start(variant, List.of("-XX:AOTCacheOutput=" + caches.resolve(variant.cacheName())));
        }
    }

    /**
     * Runs the program once.
     *
     * @param variant how
     * @return the time from before the JVM is started until the program has its block, in nanoseconds
     * @throws IOException if the JVM cannot be run, or the program failed; the message says why
     * @throws InterruptedException if the calling thread was interrupted
     */
    public long time(StartVariant variant) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        if (variant.cached()) {
            // A cache that cannot be used must not be measured as one.
            options.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + caches.resolve(variant.cacheName())));
        }
        return start(variant, options);
    }

    private long start(StartVariant variant, List<String> options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(variant.command(path, options));
        builder.redirectError(ProcessBuilder.Redirect.PIPE);
        long begin = System.nanoTime();
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            int sign = output.read();
            long nanos = System.nanoTime() - begin;
            process.getOutputStream().close();
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0 || sign != (variant.memorySource().isPresent() ? '1' : '0')) {
                throw new IOException(
                        "the program \"" + variant.name() + "\" ended with exit code " + exit + ": " + errors.strip());
            }
            return nanos;
        } finally {
            process.destroyForcibly();
        }
    }
}
