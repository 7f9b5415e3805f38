package hakmem.bench.c;

import hakmem.bench.peer.PeerUnavailableException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The C compiler of the system. Immutable.
 *
 * @param command the compiler, with arguments that are always given
 */
record CCompiler(List<String> command) {
    private static final List<String> USUAL = List.of("cc", "gcc", "clang");

    /* The options a C programmer measures with. */
    private static final List<String> OPTIONS = List.of("-std=gnu11", "-O3", "-pthread");

    /** Finds the one that the environment variable CC names, else one of the usual names on the PATH. */
    static CCompiler find() throws PeerUnavailableException {
        return find(System.getenv());
    }

    static CCompiler find(Map<String, String> environment) throws PeerUnavailableException {
        List<String> chosen = words(environment.getOrDefault("CC", ""), "\\s+");
        if (!chosen.isEmpty()) {
            return new CCompiler(chosen);
        }
        List<String> folders = words(environment.getOrDefault("PATH", ""), Pattern.quote(File.pathSeparator));
        return USUAL.stream()
                .filter(name -> folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
                .findFirst()
                .map(name -> new CCompiler(List.of(name)))
                .orElseThrow(() -> new PeerUnavailableException(
                        "no C compiler: none of " + String.join(", ", USUAL)
                                + " is on the PATH, and the environment variable CC names no other",
                        null));
    }

    /**
     * Compiles and links a program.
     *
     * @param arguments source files, definitions and libraries, the latter last
     * @param output the program
     * @throws PeerUnavailableException if that fails; the message has what the compiler said first
     */
    void compile(List<String> arguments, Path output) throws PeerUnavailableException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(OPTIONS);
        line.addAll(arguments);
        line.addAll(List.of("-ldl", "-o", output.toString()));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new PeerUnavailableException(
                        "the C compiler failed: "
                                + said.lines()
                                        .limit(3)
                                        .reduce((a, b) -> a + "; " + b)
                                        .orElse("without a word"),
                        null);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new PeerUnavailableException("the C compiler could not be run: " + e.getMessage(), e);
        }
    }

    private static List<String> words(String text, String separator) {
        return Stream.of(text)
                .flatMap(Pattern.compile(separator)::splitAsStream)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }
}
