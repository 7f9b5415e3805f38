package hakmem.tiny;

/**
 * The {@link FastPath} of the first allocator of the process: what leads to the heaps and slabs is a constant to the compiler, and
 * so is the way there, without an object to load and to ask for its class. For that allocator alone.
 */
public final class FirstFastPath {
    /*
     * Initialized while the first path is made, by the question whether it leads there. Should somebody else have initialized it
     * before, it leads nowhere, and no allocator is of the class that comes this way.
     */
    private static final FastPath PATH = FastPath.first();
    private static final ThreadHeap[] HEAPS = PATH == null ? null : PATH.heaps();
    private static final BlockSlab[] LOW = PATH == null ? null : PATH.low();
    private static final long BASE = PATH == null ? 0 : PATH.base();

    private FirstFastPath() {}

    static boolean leadsTo(FastPath path) {
        return PATH == path;
    }

    /**
     * See {@link FastPath#allocate(long, FastPath.Fallback)}.
     *
     * @param byteSize any number
     * @param fallback who allocates what is not common
     * @return the address of a block, or what the fallback returned
     */
    public static long allocate(long byteSize, FastPath.Fallback fallback) {
        return FastPath.allocate(HEAPS, byteSize, fallback);
    }

    /**
     * See {@link FastPath#tryFree(long)}.
     *
     * @param address any address
     * @return false if {@link TinyAllocator#freeSlow} has to look at it
     */
    public static boolean tryFree(long address) {
        return PATH.tryFree(HEAPS, LOW, BASE, address);
    }
}
