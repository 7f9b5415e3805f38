package hakmem.bench.bounds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of this process (Linux). */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STATISTICS = Path.of("/proc/self/stat");
    private static final Path SMAPS = Path.of("/proc/self/smaps_rollup");

    /** The number of the field minflt in proc(5), where the first after the name is 3. */
    private static final int MINOR_FAULTS = 10;

    private static final int AFTER_NAME = 3;

    private ProcessMemory() {}

    /** Whether the system tells. */
    static boolean isKnown() {
        return Files.isReadable(STATUS) && Files.isReadable(STATISTICS);
    }

    /** Bytes resident now. */
    static long residentBytes() {
        return kibibytes(STATUS, "VmRSS:");
    }

    /** Bytes of those that are in transparent huge pages. */
    static long hugeBytes() {
        return Files.isReadable(SMAPS) ? kibibytes(SMAPS, "AnonHugePages:") : 0;
    }

    /** Page faults of all threads since the process began that needed no input. */
    static long minorFaults() {
        try {
            String line = Files.readString(STATISTICS);
            // The name stands in parentheses and may hold blanks.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[MINOR_FAULTS - AFTER_NAME]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long kibibytes(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
