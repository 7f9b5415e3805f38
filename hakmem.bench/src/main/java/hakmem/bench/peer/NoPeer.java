package hakmem.bench.peer;

/**
 * No allocator at all: the address is computed from the size. What it takes is what a workload's own loop takes, and the
 * memory of a JVM that runs it is the base line the others are compared with. Its blocks overlap, so nothing can be
 * verified.
 */
final class NoPeer implements AddressPeer {
    /* Sizes next to each other are a cache line apart, so that threads seldom write to the same line. */
    private static final int LINES = 1 << 14;
    private static final int LINE_SHIFT = 6;

    /* The largest block that a workload fills may begin at the last line. */
    private static final long LARGEST = 32L << 20;

    private final long base;

    private NoPeer(long base) {
        this.base = base;
    }

    static Peer open() throws PeerUnavailableException {
        long lines = 1L << LINE_SHIFT;
        long address = Downcalls.untouched(((long) LINES << LINE_SHIFT) + LARGEST + lines);
        return new NoPeer((address + lines - 1) & -lines);
    }

    @Override
    public boolean keepsContents() {
        return false;
    }

    @Override
    public long malloc(long byteSize) {
        return base + ((byteSize & LINES - 1) << LINE_SHIFT);
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return malloc(byteSize);
    }

    @Override
    public void free(long address) {}
}
