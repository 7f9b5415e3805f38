package hakmem.bench.bounds;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/** What transparent huge pages do to the resident memory of a program that touches little of much. For one thread. */
final class HugePages {
    private static final long MIB = 1 << 20;
    private static final long BYTES = 128 * MIB;
    private static final long BLOCK = 1 << 15;

    private HugePages() {}

    /** What to ask the system for. */
    static final List<String> CHOICES = List.of("default", "never", "always");

    /** The effect of one choice, as a line for people. */
    static String effectOf(String choice) {
        String before = System.getProperty(Hakmem.HUGE_PAGES_PROPERTY);
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, choice);
        try (Allocator allocator = Hakmem.builder().build()) {
            return measure(allocator, choice);
        } finally {
            if (before == null) {
                System.clearProperty(Hakmem.HUGE_PAGES_PROPERTY);
            } else {
                System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, before);
            }
        }
    }

    private static String measure(Allocator allocator, String choice) {
        long resident = ProcessMemory.residentBytes();
        long huge = ProcessMemory.hugeBytes();
        long faults = ProcessMemory.minorFaults();
        for (long taken = 0; taken < BYTES; taken += BLOCK) {
            MemorySegment block = allocator.allocate(BLOCK, 1);
            block.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        }
        return String.format(
                Locale.ROOT,
                "%-7s  a byte in each of %,d blocks of %d KiB: resident %+d MiB, %+d MiB of it huge, %,d page faults",
                choice,
                BYTES / BLOCK,
                BLOCK >> 10,
                (ProcessMemory.residentBytes() - resident) / MIB,
                (ProcessMemory.hugeBytes() - huge) / MIB,
                ProcessMemory.minorFaults() - faults);
    }
}
