package hakmem.bench.c;

import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.NativeLibrary;
import hakmem.bench.peer.NativeLibrary.Exports;
import hakmem.bench.peer.PeerUnavailableException;
import hakmem.bench.workload.WorkloadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command lines that run workloads as C programs. A program is compiled when it is first needed, in a folder of its own that
 * goes with the JVM. For one thread.
 */
public final class CPrograms {
    /** The workloads there is a C program of. */
    private static final Set<String> WORKLOADS = Set.of("larson", "mstress", "xmalloc");

    /* The folder of the jar's resources that src/main/c is. */
    private static final List<String> SOURCES = List.of("program.c", "library.c", "crew.c", "parcels.c");

    private static final List<String> HEADERS = List.of(
            "block.h", "crew.h", "fast_random.h", "library.h", "parcels.h", "pattern.h", "program.h", "table_random.h");

    /** Programs differ by the names under which the library offers its functions. */
    private record Key(String workload, Exports exports) {}

    private final Map<String, String> environment;
    private final Map<Key, Path> compiled = new HashMap<>();
    private Path folder;

    /** Makes a collection without programs. */
    public CPrograms() {
        this(System.getenv());
    }

    CPrograms(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Whether there is a C program of a workload.
     *
     * @param workload its name
     * @return true if so
     */
    public static boolean isWritten(String workload) {
        return WORKLOADS.contains(workload);
    }

    /**
     * How to run a workload with one allocator.
     *
     * @param workload name of the workload
     * @param allocator name of the allocator, such as {@code c:glibc}
     * @param options what the workload is told
     * @param warmupSeconds how long the program runs before
     * @return the process, not started; it prints its result as a child JVM does, and ends when its standard input does
     * @throws PeerUnavailableException if that cannot be done here; the message says why
     * @throws InterruptedException if the calling thread was interrupted while it waited for the compiler
     */
    public ProcessBuilder command(String workload, String allocator, WorkloadOptions options, double warmupSeconds)
            throws PeerUnavailableException, InterruptedException {
        if (!isWritten(workload)) {
            throw new PeerUnavailableException("there is no C program of the workload " + workload, null);
        }
        Optional<NativeLibrary> library = CAllocators.library(allocator);
        List<String> line = new ArrayList<>();
        line.add(program(workload, library).toString());
        line.addAll(List.of(
                "threads=" + options.threads(),
                "seconds=" + options.seconds(),
                "scale=" + options.scale(),
                "minimum=" + options.minimum(),
                "maximum=" + options.maximum(),
                "chunks=" + options.chunks(),
                "seed=" + options.seed(),
                "verify=" + (options.verify() ? 1 : 0),
                "warmup=" + warmupSeconds,
                "watch=1"));
        library.ifPresent(found -> line.add("library=" + found.file()));
        ProcessBuilder process = new ProcessBuilder(line);
        // A library that this JVM was preloaded with must not be measured under the C library's name.
        process.environment().remove("LD_PRELOAD");
        library.ifPresent(
                found -> process.environment().put("LD_PRELOAD", found.file().toString()));
        return process;
    }

    private Path program(String workload, Optional<NativeLibrary> library)
            throws PeerUnavailableException, InterruptedException {
        Exports exports = library.map(NativeLibrary::exports).orElse(Exports.PLAIN);
        Key key = new Key(workload, exports);
        Path program = compiled.get(key);
        if (program == null) {
            program = compile(key, library);
            compiled.put(key, program);
        }
        return program;
    }

    private Path compile(Key key, Optional<NativeLibrary> library)
            throws PeerUnavailableException, InterruptedException {
        CCompiler compiler = CCompiler.find(environment);
        List<String> arguments = new ArrayList<>();
        Path program;
        try {
            Path place = folder();
            for (String header : HEADERS) {
                copy(header, place);
            }
            program = place.resolve(key.workload() + "-" + key.exports());
            for (String source : sources(key.workload())) {
                copy(source, place);
                arguments.add(place.resolve(source).toString());
            }
        } catch (IOException | UncheckedIOException e) {
            throw new PeerUnavailableException("no folder to compile in: " + e.getMessage(), e);
        }
        switch (key.exports()) {
            case PLAIN -> {}
            case JE, MI -> arguments.add("-DBLOCK_PREFIX=" + key.exports().prefix());
            case GETTERS -> arguments.add("-DBLOCK_RPMALLOC");
        }
        if (key.exports() != Exports.PLAIN) {
            arguments.add(library.orElseThrow().file().toString());
        }
        compiler.compile(arguments, program);
        return program;
    }

    private static List<String> sources(String workload) {
        List<String> sources = new ArrayList<>(SOURCES);
        sources.addFirst(workload + ".c");
        return sources;
    }

    private Path folder() throws IOException {
        if (folder == null) {
            Path made = Files.createTempDirectory("hakmem-c");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(made)));
            folder = made;
        }
        return folder;
    }

    private static void copy(String source, Path folder) throws IOException {
        try (InputStream text = CPrograms.class.getResourceAsStream(source)) {
            if (text == null) {
                throw new AssertionError("the source " + source + " is not in the jar");
            }
            Files.write(folder.resolve(source), text.readAllBytes());
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("hakmem: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
