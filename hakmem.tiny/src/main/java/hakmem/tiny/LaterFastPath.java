package hakmem.tiny;

/** The fast path of every allocator but the first of the process. */
final class LaterFastPath extends FastPath {
    private final ThreadHeap[] heaps;
    private final BlockSlab[] low;
    private final long base;

    LaterFastPath(ThreadHeap[] heaps, long base, SlabTable table) {
        super(table);
        this.heaps = heaps;
        this.low = table.low();
        this.base = base;
    }

    ThreadHeap[] heaps() {
        return heaps;
    }

    BlockSlab[] low() {
        return low;
    }

    long base() {
        return base;
    }

    @Override
    public long tryAllocate(long byteSize) {
        return tryAllocate(heaps, byteSize);
    }

    @Override
    public boolean tryFree(long address) {
        return tryFree(heaps, low, base, address);
    }
}
