package hakmem.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * A native allocator that was found on this machine, not loaded. Immutable.
 *
 * @param name what users call it
 * @param file the shared library
 * @param exports under which names it offers its functions
 */
public record NativeLibrary(String name, Path file, Exports exports) {
    /** Under which names a library offers {@code malloc}, {@code free} and the others. */
    public enum Exports {
        /** Those of C: preloaded into a program, it takes the place of the C library's. */
        PLAIN(""),
        /** {@code je_malloc} and so on. */
        JE("je_"),
        /** {@code mi_malloc} and so on. */
        MI("mi_"),
        /** By no name at all: functions of {@link RpmallocFunctions} give their addresses. */
        GETTERS("");

        private final String prefix;

        Exports(String prefix) {
            this.prefix = prefix;
        }

        /**
         * What stands before the name a function has in C.
         *
         * @return the prefix, often empty
         */
        public String prefix() {
            return prefix;
        }
    }

    /**
     * Loads the library for the rest of the life of this JVM, and makes it ready for use by every thread.
     *
     * @return finds its functions by their names in C, such as {@code malloc}, whatever the library calls them
     * @throws PeerUnavailableException if it cannot be loaded here
     */
    public SymbolLookup load() throws PeerUnavailableException {
        SymbolLookup lookup = open();
        return switch (exports) {
            case PLAIN, JE, MI -> function -> lookup.find(exports.prefix() + function);
            case GETTERS -> RpmallocFunctions.initialize(lookup);
        };
    }

    @SuppressWarnings("restricted")
    private SymbolLookup open() throws PeerUnavailableException {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            // Such as Debian's jemalloc, whose thread-local variables must be there when the process starts.
            throw new PeerUnavailableException(
                    file + " cannot be loaded into a process that already runs: " + e.getMessage(), e);
        }
    }
}
