package hakmem.tiny;

import hakmem.superslab.Slab;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of most blocks: at most 1 KiB, allocated by a thread that has a heap, freed by the owner of the slab. Allocates no
 * Java object, takes no lock, makes no system call, and is small enough to be inlined into the caller's code.
 *
 * <p>What it cannot do it leaves to {@link TinyAllocator}, and nothing has changed then. Safe for use by several threads.
 */
public final class FastPath {
    /*
     * Most processes have one allocator. What leads to its heaps and slabs stands in constants of a class of its own,
     * FirstFastPath, so that compiled code has their addresses and lengths in it and loads neither; all others load theirs from
     * these fields. Both run the two methods below.
     */
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /** For {@link FirstFastPath} to be made of. */
    private static FastPath first;

    private final ThreadHeap[] heaps;
    private final BlockSlab[] low;
    private final long base;
    private final SlabTable table;

    /** Before it is published. */
    private boolean isFirst;

    /**
     * By the slab's number in the region, as long as it was when it was last looked at; what is not in there is looked up in
     * the table itself.
     */
    private BlockSlab[] slabs;

    private FastPath(ThreadHeap[] heaps, long base, SlabTable table) {
        this.heaps = heaps;
        this.low = table.low();
        this.base = base;
        this.table = table;
        this.slabs = table.array();
    }

    /**
     * Makes one.
     *
     * @param heaps by the thread's number, see {@link HeapRegistry}
     * @param base where the region starts
     */
    static FastPath of(ThreadHeap[] heaps, long base, SlabTable table) {
        FastPath path = new FastPath(heaps, base, table);
        if (TAKEN.compareAndSet(false, true)) {
            first = path;
            try {
                path.isFirst = FirstFastPath.leadsTo(path);
            } finally {
                first = null;
            }
        }
        return path;
    }

    /** Before the class {@link FirstFastPath} is initialized, which happens in the thread that makes the first of these. */
    static FastPath first() {
        return first;
    }

    /**
     * Whether this is the first of the process: then {@link FirstFastPath} leads here, on a shorter way.
     *
     * @return always the same
     */
    public boolean isFirst() {
        return isFirst;
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

    /** After a slab has come into the table. Written only where it has changed, for it lies in a line that every free reads. */
    void lookAtTable() {
        while (slabs.length != table.array().length) {
            slabs = table.array();
            // Before the table is looked at again: if it was cleared meanwhile, this array must not stay.
            VarHandle.fullFence();
        }
    }

    /** Forgets the slabs: nothing is freed here any more, and the first of these stays for ever. */
    void close() {
        table.clear();
        slabs = table.low();
    }

    /** What is not common, for {@link #allocate} to end with: a call there, rather than a test of what it returns. */
    public interface Fallback {
        /**
         * Allocates a block that the fast path could not.
         *
         * @param byteSize any number
         * @return its address
         */
        long allocateSlow(long byteSize);
    }

    /**
     * Allocates a block: of at most 1 KiB, if the current thread has one at hand, which is the common case; or by the fallback.
     *
     * @param byteSize any number
     * @param fallback who allocates then
     * @return its address, or what the fallback returned
     */
    public long allocate(long byteSize, Fallback fallback) {
        return allocate(heaps, byteSize, fallback);
    }

    /**
     * Frees a block, if it is of this module and the current thread's: the common case.
     *
     * @param address any address
     * @return false if {@link TinyAllocator#freeSlow} has to look at it
     */
    public boolean tryFree(long address) {
        return tryFree(heaps, low, base, address);
    }

    static long allocate(ThreadHeap[] heaps, long byteSize, Fallback fallback) {
        long thread = Thread.currentThread().threadId();
        ThreadHeap heap = heaps[(int) thread & HeapRegistry.TABLE_MASK];
        if (heap.user() != thread) {
            return fallback.allocateSlow(byteSize);
        }
        // Unsigned: a negative size is larger than any.
        if (Long.compareUnsigned(byteSize, ThreadHeapHot.MAX_BY_SIZE * SizeClasses.GRANULE) > 0) {
            return fallback.allocateSlow(byteSize);
        }
        BlockSlab[] current = heap.bySize();
        int index = ((int) byteSize + SizeClasses.GRANULE - 1) >>> SizeClasses.GRANULE_SHIFT;
        BlockSlab slab = current[index];
        if (slab.isEmpty()) {
            return fallback.allocateSlow(byteSize);
        }
        int number = slab.take();
        long block = slab.addressOf(number);
        heap.noteLast(block, index, number);
        return block;
    }

    /** Like {@link #tryFree(long)}; the arguments are fields of this, or the constants that stand for them. */
    boolean tryFree(ThreadHeap[] heaps, BlockSlab[] low, long base, long address) {
        long thread = Thread.currentThread().threadId();
        ThreadHeap heap = heaps[(int) thread & HeapRegistry.TABLE_MASK];
        BlockSlab slab;
        int number;
        // A guess first: the block allocated last is often the one freed next. Its slab and number are known before the
        // address is, and a loop that allocates and frees waits neither for the table nor for the division. Only in the
        // thread's own heap: what another thread notes may be of two blocks by the time it is read.
        if (address == heap.lastBlock() && heap.user() == thread) {
            slab = heap.lastSlab();
            number = heap.lastNumber();
        } else {
            // Unsigned: an address below the region is far above it. The int is checked before it is believed.
            long distance = (address - base) >>> Slab.SHIFT;
            int index = (int) distance;
            if (index == distance && Integer.compareUnsigned(index, low.length) < 0) {
                slab = low[index];
            } else {
                slab = above(distance);
            }
            number = slab.startAt(address);
        }
        return slab.quietUser == thread && slab.push(number);
    }

    /** A slab that is not among the lowest, or {@link PaddedBlockSlab#NONE}. */
    private BlockSlab above(long distance) {
        BlockSlab[] array = slabs;
        return Long.compareUnsigned(distance, array.length) < 0 ? array[(int) distance] : PaddedBlockSlab.NONE;
    }
}
