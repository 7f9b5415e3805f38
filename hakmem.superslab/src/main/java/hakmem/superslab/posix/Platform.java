package hakmem.superslab.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What differs between the operating systems, as their C headers have it.
 *
 * @param mapAnonymous the flag MAP_ANONYMOUS
 * @param mapNoReserve the flag MAP_NORESERVE
 * @param movesPages whether there is mremap
 * @param hugePages whether there are transparent huge pages to be asked for
 * @param discards whether madvise(MADV_DONTNEED) discards private anonymous pages at once
 * @param pageSize bytes of a page
 * @param errors names of the error numbers the calls may set
 */
record Platform(
        int mapAnonymous,
        int mapNoReserve,
        boolean movesPages,
        boolean hugePages,
        boolean discards,
        long pageSize,
        Map<Integer, String> errors) {
    // The same on all of them.
    static final int PROT_NONE = 0;
    static final int PROT_READ_WRITE = 1 | 2;
    static final int MAP_PRIVATE = 0x2;
    static final int MAP_FIXED = 0x10;
    static final int MADV_DONTNEED = 4;

    // Linux alone.
    static final int MADV_HUGEPAGE = 14;
    static final int MADV_NOHUGEPAGE = 15;
    static final int MREMAP_MAYMOVE = 1;
    static final int MREMAP_FIXED = 2;
    static final int MAP_FIXED_NOREPLACE = 0x100000;

    private static final Map<Integer, String> LINUX_ERRORS = Map.of(
            1,
            "EPERM",
            9,
            "EBADF",
            11,
            "EAGAIN",
            12,
            "ENOMEM",
            13,
            "EACCES",
            14,
            "EFAULT",
            16,
            "EBUSY",
            17,
            "EEXIST",
            22,
            "EINVAL",
            75,
            "EOVERFLOW");
    private static final Map<Integer, String> MAC_ERRORS = Map.of(
            1,
            "EPERM",
            9,
            "EBADF",
            12,
            "ENOMEM",
            13,
            "EACCES",
            16,
            "EBUSY",
            17,
            "EEXIST",
            19,
            "ENODEV",
            22,
            "EINVAL",
            35,
            "EAGAIN",
            84,
            "EOVERFLOW");

    /** A multiple of every page size Linux runs aarch64 with: 4, 16 or 64 KiB. */
    private static final long LARGEST_PAGE = 1 << 16;

    private static final long AT_NULL = 0;
    private static final long AT_PAGESZ = 6;

    /**
     * The platform of a JVM.
     *
     * @param os the system property {@code os.name}
     * @param arch the system property {@code os.arch}
     * @throws UnsupportedOperationException if it is not in the table
     */
    static Platform of(String os, String arch) {
        String processor = switch (arch) {
            case "amd64", "x86_64" -> "x86-64";
            case "aarch64" -> "aarch64";
            default -> arch;
        };
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "macOS" : os;
        // MAP_ANONYMOUS, MAP_NORESERVE, mremap, huge pages, MADV_DONTNEED discards, bytes of a page
        return switch (system + " on " + processor) {
            case "Linux on x86-64" -> new Platform(0x20, 0x4000, true, true, true, 4096, LINUX_ERRORS);
            case "Linux on aarch64" ->
                new Platform(0x20, 0x4000, true, true, true, auxiliaryPageSize(AUXV), LINUX_ERRORS);
            case "macOS on x86-64" -> new Platform(0x1000, 0x40, false, false, false, 4096, MAC_ERRORS);
            case "macOS on aarch64" -> new Platform(0x1000, 0x40, false, false, false, 16384, MAC_ERRORS);
            default ->
                throw new UnsupportedOperationException("the system calls of " + os + " on " + arch
                        + " are not known; Linux and macOS on x86-64 and aarch64 are");
        };
    }

    private static final Path AUXV = Path.of("/proc/self/auxv");

    /**
     * The page size as the kernel tells every process at its start, in the auxiliary vector: pairs of words, a type and
     * a value. Asking sysconf would cost a downcall.
     *
     * @param vector where the vector can be read
     * @return bytes; the largest page there is if the vector cannot be read
     */
    static long auxiliaryPageSize(Path vector) {
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(vector)).order(ByteOrder.nativeOrder());
            while (words.remaining() >= 2 * Long.BYTES) {
                long type = words.getLong();
                long value = words.getLong();
                if (type == AT_NULL) {
                    break;
                }
                if (type == AT_PAGESZ && Long.bitCount(value) == 1 && value <= LARGEST_PAGE) {
                    return value;
                }
            }
        } catch (IOException _) {
            // A process that may not read about itself: be coarse rather than wrong.
        }
        return LARGEST_PAGE;
    }

    /** An error number for people: "ENOMEM (12)". */
    String describe(int errno) {
        String name = errors.get(errno);
        return name == null ? "errno " + errno : name + " (" + errno + ")";
    }
}
