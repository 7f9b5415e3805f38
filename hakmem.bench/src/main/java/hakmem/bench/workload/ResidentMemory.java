package hakmem.bench.workload;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process, where the system tells it (Linux). */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final String PEAK = "VmHWM:";
    private static final long PAGE = 4096;
    private static final int LINE = 256;

    private ResidentMemory() {}

    /**
     * The most memory that was resident at any time.
     *
     * @return bytes, 0 if the system does not tell
     */
    public static long peakBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * The memory that is resident now.
     *
     * @return bytes, 0 if the system does not tell
     */
    public static long bytes() {
        byte[] line = new byte[LINE];
        try (RandomAccessFile file = new RandomAccessFile(PAGES.toFile(), "r")) {
            int length = file.read(line);
            return secondNumber(line, length) * PAGE;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The line is numbers of pages: size, resident, and others. */
    private static long secondNumber(byte[] line, int length) {
        int at = 0;
        while (at < length && line[at] != ' ') {
            at++;
        }
        long number = 0;
        for (at++; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
            number = number * 10 + (line[at] - '0');
        }
        return number;
    }
}
