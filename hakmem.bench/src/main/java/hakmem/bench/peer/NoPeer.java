package hakmem.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * No allocator at all: the address is computed from the size. What it takes is what a workload's own loop takes, and the
 * memory of a JVM that runs it is the base line the others are compared with. Its blocks overlap, so nothing can be
 * verified.
 */
final class NoPeer implements AddressPeer {
    /* Sizes next to each other are a cache line apart, so that threads seldom write to the same line. */
    private static final int LINES = 1 << 14;
    private static final int LINE_SHIFT = 6;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate((long) LINES << LINE_SHIFT, 1L << LINE_SHIFT);
    private final long base = memory.address();

    @Override
    public long malloc(long byteSize) {
        return base + ((byteSize & LINES - 1) << LINE_SHIFT);
    }

    @Override
    public void free(long address) {}

    @Override
    public void close() {
        arena.close();
    }
}
