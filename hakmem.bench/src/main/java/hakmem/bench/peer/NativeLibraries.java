package hakmem.bench.peer;

import hakmem.bench.peer.NativeLibrary.Exports;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the native allocators there are on this machine: first in the folders of the system property {@value #FOLDERS},
 * where the build puts those of LWJGL's artifacts and users their own, then where the system has its libraries.
 *
 * <p>The first is preferred because it is the same everywhere, and newer than most systems'.
 */
public final class NativeLibraries {
    /** The system property that names folders to look in first, separated as in a class path. */
    public static final String FOLDERS = "hakmem.bench.natives";

    /**
     * One way a library is offered.
     *
     * @param name what users call it
     * @param file name of the file; for LWJGL's, below a folder for the platform
     * @param exports under which names it offers its functions
     * @param isLwjgl whether it comes from LWJGL's artifact
     */
    private record Candidate(String name, String file, Exports exports, boolean isLwjgl) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("jemalloc", "libjemalloc.so", Exports.JE, true),
            new Candidate("jemalloc", "libjemalloc.so.2", Exports.PLAIN, false),
            new Candidate("mimalloc", "libmimalloc.so", Exports.MI, true),
            new Candidate("mimalloc", "libmimalloc.so.3", Exports.PLAIN, false),
            new Candidate("mimalloc", "libmimalloc.so.2", Exports.PLAIN, false),
            new Candidate("rpmalloc", "liblwjgl_rpmalloc.so", Exports.GETTERS, true),
            new Candidate("tcmalloc", "libtcmalloc_minimal.so.4", Exports.PLAIN, false));

    private NativeLibraries() {}

    /**
     * The libraries there are names for.
     *
     * @return their names, in alphabetical order
     */
    public static List<String> names() {
        return CANDIDATES.stream().map(Candidate::name).distinct().toList();
    }

    /**
     * Finds a library.
     *
     * @param name its name, one of {@link #names()}
     * @return the library, not loaded
     * @throws PeerUnavailableException if it is not on this machine; the message says where it was looked for, and what to
     *     install
     */
    public static NativeLibrary find(String name) throws PeerUnavailableException {
        return find(name, folders(), systemFolders());
    }

    static NativeLibrary find(String name, List<Path> folders, List<Path> systemFolders)
            throws PeerUnavailableException {
        List<Candidate> candidates = CANDIDATES.stream()
                .filter(candidate -> candidate.name().equals(name))
                .toList();
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("unknown native library \"" + name + "\"; known are " + names());
        }
        List<Path> all = Stream.concat(folders.stream(), systemFolders.stream()).toList();
        for (Path folder : all) {
            for (Candidate candidate : candidates) {
                Path file = folder.resolve(candidate.isLwjgl() ? lwjglPath(candidate) : candidate.file());
                if (Files.isRegularFile(file)) {
                    return new NativeLibrary(name, file.toAbsolutePath(), candidate.exports());
                }
            }
        }
        throw new PeerUnavailableException(
                "no %s in %s; %s"
                        .formatted(
                                String.join(
                                        " or ",
                                        candidates.stream().map(Candidate::file).toList()),
                                String.join(
                                        ", ", all.stream().map(Path::toString).toList()),
                                remedy(name)),
                null);
    }

    private static List<Path> folders() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty(FOLDERS, ""))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Where Debian, then where others keep shared libraries; a folder for another architecture has other names. */
    private static List<Path> systemFolders() {
        String triplet = (isArm() ? "aarch64" : "x86_64") + "-linux-gnu";
        return Stream.of("/usr/lib/" + triplet, "/lib/" + triplet, "/usr/lib64", "/usr/lib", "/usr/local/lib")
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }

    /** Inside LWJGL's artifacts, the package names the platform: a library for another one is not found. */
    private static String lwjglPath(Candidate candidate) {
        return "%s/%s/org/lwjgl/%s/%s"
                .formatted(
                        System.getProperty("os.name").toLowerCase(Locale.ROOT),
                        isArm() ? "arm64" : "x64",
                        candidate.name(),
                        candidate.file());
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    private static String remedy(String name) {
        return switch (name) {
            case "jemalloc" -> "'./hakmem build' fetches it, and Debian has it in the package libjemalloc2";
            case "mimalloc" -> "'./hakmem build' fetches it, and Debian has it in the package libmimalloc2.0";
            case "tcmalloc" -> "Debian has it in the package libtcmalloc-minimal4";
            default -> "'./hakmem build' fetches it for Linux on x86-64";
        };
    }
}
