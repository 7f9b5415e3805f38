package hakmem.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A live block of the model: where it is and what it holds.
 *
 * @param address its start
 * @param byteSize what was asked for
 * @param usable what the allocator says may be used
 * @param name what its contents are made of
 * @param memory its memory, of {@code byteSize} bytes
 */
record Block(long address, long byteSize, long usable, long name, MemorySegment memory) {
    private static final long DENSE = 2048;
    private static final long TAIL = 64;

    /** In larger blocks one byte in so many is written: an odd number, so that every place in a cache line comes up. */
    private static final long STRIDE = 4093;

    /** But not more than about so many, or the time would go into page faults. */
    private static final long SAMPLES = 512;

    private static final MemorySegment ALL = everything();

    @SuppressWarnings("restricted")
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** The memory at an address. */
    static MemorySegment at(long address, long byteSize) {
        return ALL.asSlice(address, byteSize);
    }

    void write() {
        for (long i = 0; i < byteSize; i = next(i, byteSize)) {
            memory.set(ValueLayout.JAVA_BYTE, i, contents(name, i));
        }
    }

    /** Fails unless all is there. */
    void verify() {
        verify(memory, byteSize);
    }

    /** Fails unless the first bytes are there, in another place perhaps. */
    void verify(MemorySegment where, long kept) {
        for (long i = 0; i < kept; i = next(i, byteSize)) {
            byte found = where.get(ValueLayout.JAVA_BYTE, i);
            if (found != contents(name, i)) {
                throw new AssertionError("0x%x of the %s holds 0x%02x, not 0x%02x"
                        .formatted(where.address() + i, this, found, contents(name, i)));
            }
        }
    }

    static void requireZero(MemorySegment memory) {
        for (long i = 0; i < memory.byteSize(); i = next(i, memory.byteSize())) {
            if (memory.get(ValueLayout.JAVA_BYTE, i) != 0) {
                throw new AssertionError("byte %d of %s is not zero".formatted(i, memory));
            }
        }
    }

    private static byte contents(long name, long offset) {
        return (byte) ((name * 0x9e37_79b9_7f4a_7c15L + offset * 0x2545_f491_4f6c_dd1dL) >>> 33);
    }

    private static long next(long i, long byteSize) {
        long stride = Math.max(STRIDE, byteSize / SAMPLES | 1);
        return i < DENSE || i >= byteSize - TAIL ? i + 1 : Math.min(i + stride, byteSize - TAIL);
    }

    @Override
    public String toString() {
        return "block of %d bytes at 0x%x".formatted(byteSize, address);
    }
}
