package hakmem.fuzz;

import hakmem.api.Allocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a> calls. There is nothing of Jazzer in it, so that
 * inputs can be run again without.
 */
public final class AllocatorFuzzer {
    /** System property: with {@code true}, the allocator is {@link Broken}. */
    static final String BROKEN_PROPERTY = "hakmem.fuzz.broken";

    /** System property: the file that each input is left in before it is run, for when the JVM does not survive it. */
    static final String LAST_PROPERTY = "hakmem.fuzz.last";

    private static final Optional<Path> LAST =
            Optional.ofNullable(System.getProperty(LAST_PROPERTY)).map(Path::of);

    private AllocatorFuzzer() {}

    /**
     * Carries an input out; the name is Jazzer's.
     *
     * @param bytes any
     * @throws AssertionError if an allocator did what the model did not; the message has the program in readable form
     */
    public static void fuzzerTestOneInput(byte[] bytes) {
        LAST.ifPresent(file -> leave(bytes, file));
        FuzzInput input = FuzzInput.of(bytes);
        try {
            run(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("%s%n%s".formatted(e.getMessage(), input), e);
        }
    }

    /** Carries an input out, and fails where the allocator does not do what the model does. */
    static void run(FuzzInput input) {
        Allocator sound = input.open();
        try (Allocator allocator = Boolean.getBoolean(BROKEN_PROPERTY) ? Broken.of(sound) : sound;
                Machine machine = new Machine(allocator, input.hardening())) {
            machine.run(input.program());
            machine.finish(input.subject().givesBack);
        }
    }

    private static void leave(byte[] bytes, Path file) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
