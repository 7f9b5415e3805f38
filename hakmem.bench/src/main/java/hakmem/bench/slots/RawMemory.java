package hakmem.bench.slots;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Reads and writes memory at raw addresses, the same way for every allocator. */
public final class RawMemory {
    /* All of memory as one constant segment: its bounds checks fold, what is left is one store or load. */
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /* From here on the JDK's own fill is faster than a loop, whose set-up is less. */
    private static final int BULK = 256;

    private static final long EACH_BYTE = 0x0101010101010101L;

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    private RawMemory() {}

    /**
     * Writes a byte.
     *
     * @param address where
     * @param value what
     */
    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /**
     * Reads a byte.
     *
     * @param address where
     * @return what stands there
     */
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /**
     * Writes a byte that is written even if the next write follows at once.
     *
     * @param address where
     * @param value what
     */
    public static void putByteOpaque(long address, byte value) {
        BYTE.setOpaque(ALL, address, value);
    }

    /**
     * Reads a byte that is read even if it was written just before.
     *
     * @param address where
     * @return what stands there
     */
    public static byte getByteOpaque(long address) {
        return (byte) BYTE.getOpaque(ALL, address);
    }

    /**
     * Writes a C string: in UTF-8, with a zero at its end.
     *
     * @param address where; there must be room
     * @param text what
     */
    public static void putString(long address, String text) {
        ALL.setString(address, text);
    }

    /**
     * Writes eight bytes, at any address.
     *
     * @param address where
     * @param value what
     */
    public static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /**
     * Reads eight bytes, at any address.
     *
     * @param address where
     * @return what stands there
     */
    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /**
     * Writes the same byte everywhere.
     *
     * @param address of the first
     * @param byteSize how many, 0 at least
     * @param value what
     */
    public static void fill(long address, int byteSize, byte value) {
        long word = (value & 0xffL) * EACH_BYTE;
        long end = address + byteSize;
        // Straight on, the last words over those before. What the compiler makes of a loop of so few turns is luck: in
        // some JVMs
        // it prepared for many turns, by vectors, and whole workloads were the slower for it.
        if (byteSize >= BULK) {
            ALL.asSlice(address, byteSize).fill(value);
        } else if (byteSize > 64) {
            for (long next = address; next < end - 64; next += 64) {
                put64(next, word);
            }
            put64(end - 64, word);
        } else if (byteSize > 32) {
            put32(address, word);
            put32(end - 32, word);
        } else if (byteSize > 16) {
            put16(address, word);
            put16(end - 16, word);
        } else if (byteSize >= 8) {
            putLong(address, word);
            putLong(end - 8, word);
        } else {
            for (long next = address; next < end; next++) {
                putByte(next, value);
            }
        }
    }

    private static void put64(long address, long word) {
        put32(address, word);
        put32(address + 32, word);
    }

    private static void put32(long address, long word) {
        put16(address, word);
        put16(address + 16, word);
    }

    private static void put16(long address, long word) {
        putLong(address, word);
        putLong(address + 8, word);
    }

    /**
     * Adds up bytes, without their signs.
     *
     * @param address of the first
     * @param byteSize how many, 0 at least
     * @return the sum
     */
    public static long sum(long address, int byteSize) {
        long sum = 0;
        for (int offset = 0; offset < byteSize; offset++) {
            sum += getByte(address + offset) & 0xff;
        }
        return sum;
    }
}
