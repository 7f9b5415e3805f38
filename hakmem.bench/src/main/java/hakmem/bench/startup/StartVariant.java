package hakmem.bench.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to start the program. Immutable.
 *
 * @param name for people
 * @param memorySource of the allocator, or empty for a program that asks for no block
 * @param cached whether the JVM takes its classes from an AOT cache
 */
public record StartVariant(String name, Optional<String> memorySource, boolean cached) {
    /** What the others are compared with. */
    public static final StartVariant NOTHING = new StartVariant("nothing", Optional.empty(), false);

    /**
     * All of them, the base first.
     *
     * @return the variants
     */
    public static List<StartVariant> all() {
        return List.of(
                NOTHING,
                new StartVariant("posix", Optional.of("posix"), false),
                new StartVariant("mapped", Optional.of("mapped"), false),
                new StartVariant("nothing, AOT cache", Optional.empty(), true),
                new StartVariant("posix, AOT cache", Optional.of("posix"), true),
                new StartVariant("mapped, AOT cache", Optional.of("mapped"), true));
    }

    /** The command line, with further options of the JVM. */
    List<String> command(StartPath path, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(path.options());
        memorySource.ifPresent(source -> command.add("-Dhakmem.memory=" + source));
        command.add(FirstBlock.class.getName());
        command.add(memorySource.isPresent() ? "block" : FirstBlock.NOTHING);
        return command;
    }

    /** The name of its cache. */
    String cacheName() {
        return memorySource.orElse(FirstBlock.NOTHING) + ".aot";
    }
}
