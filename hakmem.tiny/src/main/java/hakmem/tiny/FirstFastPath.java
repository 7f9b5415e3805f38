package hakmem.tiny;

/** The fast path of the first allocator of the process: what leads to the heaps and slabs is a constant to the compiler. */
final class FirstFastPath extends FastPath {
    private static final ThreadHeap[] HEAPS = first().heaps();
    private static final BlockSlab[] LOW = first().low();
    private static final long BASE = first().base();

    FirstFastPath(SlabTable table) {
        super(table);
    }

    @Override
    public long tryAllocate(long byteSize) {
        return tryAllocate(HEAPS, byteSize);
    }

    @Override
    public boolean tryFree(long address) {
        return tryFree(HEAPS, LOW, BASE, address);
    }
}
