package hakmem.bench.torture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a block is full of: words that say whose block it is and how far into it they stand, so that a word found in the wrong
 * place names who wrote it, and where that one's block starts.
 *
 * <pre>
 *  63              40 39            24 23             0
 * +------------------+----------------+----------------+
 * |  offset / 8      |  thread        |  serial        |  ^ SALT
 * +------------------+----------------+----------------+
 *                     \____________ name _____________/
 * </pre>
 *
 * Up to 4 KiB every byte is written; of larger blocks the first 512 bytes, the last 64, and a word on every page between.
 */
final class Pattern {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long SALT = 0x5ca1_ab1e_0dd5_eed5L;
    private static final int THREAD_SHIFT = 24;
    private static final int THREAD_MASK = 0xffff;
    private static final int SERIAL_MASK = 0xff_ffff;
    private static final int OFFSET_SHIFT = 40;
    private static final long NAME_MASK = (1L << OFFSET_SHIFT) - 1;

    private static final long DENSE = 4096;
    private static final long HEAD = 512;
    private static final long TAIL = 64;

    /** A little less than a page, so that the words stand in another cache line of each. */
    private static final long STRIDE = 4096 - 8;

    /** All of memory: the only way to a raw address. */
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Pattern() {}

    static long name(int thread, int serial) {
        return (long) (thread & THREAD_MASK) << THREAD_SHIFT | (serial & SERIAL_MASK);
    }

    static String nameOf(long name) {
        return "number %d of thread %d".formatted(name & SERIAL_MASK, name >>> THREAD_SHIFT & THREAD_MASK);
    }

    /** The memory at a raw address. */
    static MemorySegment at(long address, long byteSize) {
        return ALL.asSlice(address, byteSize);
    }

    static void write(MemorySegment memory, long name) {
        long byteSize = memory.byteSize();
        for (long at = 0; at < byteSize; at = next(at, byteSize)) {
            long word = word(name, at);
            if (at + Long.BYTES <= byteSize) {
                memory.set(WORD, at, word);
            } else {
                for (long i = at; i < byteSize; i++) {
                    memory.set(ValueLayout.JAVA_BYTE, i, byteOf(word, i - at));
                }
            }
        }
    }

    /**
     * Looks for the first byte that is not as it was written.
     *
     * @param memory of {@code kept} bytes at least
     * @param name of the block
     * @param written the size of the block when it was written
     * @param kept how many of its bytes must still be there
     * @return the offset, or -1 if all is well
     */
    static long mismatch(MemorySegment memory, long name, long written, long kept) {
        for (long at = 0; at < kept; at = next(at, written)) {
            long word = word(name, at);
            if (at + Long.BYTES <= kept) {
                long found = memory.get(WORD, at);
                if (found != word) {
                    return at + Long.numberOfTrailingZeros(found ^ word) / Byte.SIZE;
                }
            } else {
                for (long i = at; i < kept; i++) {
                    if (memory.get(ValueLayout.JAVA_BYTE, i) != byteOf(word, i - at)) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    /** The first byte that is not zero among those looked at, or -1. */
    static long firstNonZero(MemorySegment memory) {
        long byteSize = memory.byteSize();
        for (long at = 0; at < byteSize; at = next(at, byteSize)) {
            long end = Math.min(at + Long.BYTES, byteSize);
            for (long i = at; i < end; i++) {
                if (memory.get(ValueLayout.JAVA_BYTE, i) != 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Says what stands where the pattern of a block was broken. */
    static String describe(MemorySegment memory, long offset) {
        long at = offset & -Long.BYTES;
        if (at + Long.BYTES > memory.byteSize()) {
            return "the byte 0x%02x".formatted(memory.get(ValueLayout.JAVA_BYTE, offset));
        }
        long found = memory.get(WORD, at);
        if (found == 0) {
            return "zeros";
        }
        long plain = found ^ SALT;
        long start = memory.address() + at - (plain >>> OFFSET_SHIFT << 3);
        return "0x%016x; if that is of a pattern, of %s, in a block at 0x%x"
                .formatted(found, nameOf(plain & NAME_MASK), start);
    }

    private static long word(long name, long offset) {
        return (offset >>> 3 << OFFSET_SHIFT | name) ^ SALT;
    }

    private static byte byteOf(long word, long index) {
        return (byte) (word >>> (index * Byte.SIZE));
    }

    private static long next(long at, long byteSize) {
        long tail = byteSize - TAIL & -Long.BYTES;
        boolean dense = byteSize <= DENSE || at < HEAD || at >= tail;
        return dense ? at + Long.BYTES : Math.min(at + STRIDE, tail);
    }
}
