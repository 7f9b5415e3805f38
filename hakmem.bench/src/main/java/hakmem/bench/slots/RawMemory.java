package hakmem.bench.slots;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes memory at raw addresses, the same way for every allocator. */
final class RawMemory {
    /* All of memory as one constant segment: its bounds checks fold, what is left is one store or load. */
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private RawMemory() {}

    /** Writes the first two bytes of a block, as a program would that uses it. */
    static void touch(long address) {
        ALL.set(ValueLayout.JAVA_BYTE, address, (byte) 'a');
        ALL.set(ValueLayout.JAVA_BYTE, address + 1, (byte) 'b');
    }

    static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }
}
