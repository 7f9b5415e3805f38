package hakmem.bench.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of allocators as C programs use them, {@code c:glibc}, {@code c:jemalloc} and so on: the workload is then a C program
 * as well, and nothing of it runs in a JVM.
 */
public final class CAllocators {
    /** Stands for all of them. */
    public static final String ALL = "c:*";

    private static final String PREFIX = "c:";

    /** The C library's own allocator, for which nothing is preloaded. */
    private static final String SYSTEM = "glibc";

    private CAllocators() {}

    /**
     * All there are names for, whether or not this machine has them.
     *
     * @return the allocators; they cannot be opened in a JVM
     */
    public static List<PeerKind> all() {
        return Stream.concat(
                        Stream.of(kind(SYSTEM, "malloc and free of the C library, called by a C program")),
                        NativeLibraries.names().stream()
                                .map(name -> kind(name, name + ", called by the same C program")))
                .toList();
    }

    /**
     * Whether a name is one of these.
     *
     * @param name of an allocator
     * @return true if so
     */
    public static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Finds the library behind a name.
     *
     * @param name one of {@link #all()}
     * @return the library; empty for the C library, which every program has
     * @throws PeerUnavailableException if it is not on this machine
     */
    public static Optional<NativeLibrary> library(String name) throws PeerUnavailableException {
        String library = name.substring(PREFIX.length());
        return library.equals(SYSTEM) ? Optional.empty() : Optional.of(NativeLibraries.find(library));
    }

    private static PeerKind kind(String library, String description) {
        return new PeerKind(PREFIX + library, description, () -> {
            throw new PeerUnavailableException("a C program needs a process of its own: not with --no-fork", null);
        });
    }
}
