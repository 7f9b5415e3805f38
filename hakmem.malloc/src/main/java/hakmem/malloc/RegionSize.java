package hakmem.malloc;

import hakmem.api.spi.ByteSizes;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How much address space an allocator reserves: twice the machine's memory, for a region that is full is the end of small
 * blocks while address space costs next to nothing. What it costs is a table entry of 4 bytes on the Java heap for each slab,
 * which is kept below a sixteenth of the heap; and never more than the limit needs.
 */
final class RegionSize {
    /** Overrides the choice: bytes, or a number with k, m, g or t. */
    static final String PROPERTY = "hakmem.region";

    private static final long SMALLEST = SuperSlab.BYTES;
    static final long UNKNOWN_MEMORY = 32L << 30;
    private static final long LARGEST = 4L << 40;
    private static final int ENTRY_BYTES = 4;
    private static final int HEAP_SHARE = 16;
    private static final String MEMORY_INFO = "/proc/meminfo";

    /** The first line of it. */
    private static final String MEMORY_TOTAL = "MemTotal:";

    private static final int LINE_BYTES = 80;

    private RegionSize() {}

    static long choose(long limit) {
        String asked = System.getProperty(PROPERTY);
        if (asked != null) {
            return Math.min(ByteSizes.parse(PROPERTY, asked), LARGEST);
        }
        long table = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        long affordable = Math.max(table / ENTRY_BYTES, SuperSlab.SLABS) << Slab.SHIFT;
        long wanted = Math.min(2 * physicalMemory(), Math.min(affordable, LARGEST));
        return Math.max(Math.min(wanted, limit), SMALLEST);
    }

    /** From the kernel's account where there is one; the JDK tells it in a module that hakmem does not need otherwise. */
    private static long physicalMemory() {
        try (FileInputStream account = new FileInputStream(MEMORY_INFO)) {
            return memoryOf(new String(account.readNBytes(LINE_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return UNKNOWN_MEMORY;
        }
    }

    /**
     * Bytes, from the kernel's "MemTotal:       24576 kB". No reader and no regular expression: every program's start waits for
     * this, and for each class it takes.
     */
    static long memoryOf(String account) {
        int unit = account.indexOf(" kB");
        if (!account.startsWith(MEMORY_TOTAL) || unit < 0) {
            return UNKNOWN_MEMORY;
        }
        try {
            return Long.parseLong(account.substring(MEMORY_TOTAL.length(), unit).strip()) << 10;
        } catch (NumberFormatException e) {
            return UNKNOWN_MEMORY;
        }
    }
}
