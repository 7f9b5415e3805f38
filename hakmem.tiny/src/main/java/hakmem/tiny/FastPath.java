package hakmem.tiny;

import hakmem.superslab.Slab;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of most blocks: at most 1 KiB, allocated by a thread that has a heap, freed by the owner of the slab. Allocates no
 * Java object, takes no lock, makes no system call, and is small enough to be inlined into the caller's code.
 *
 * <p>What it cannot do it leaves to {@link TinyAllocator}, and nothing has changed then. Safe for use by several threads.
 */
public abstract sealed class FastPath permits FirstFastPath, LaterFastPath {
    /*
     * Most processes have one allocator. The tables of the first are constants of a class of its own (FirstFastPath), so that
     * compiled code has their addresses and lengths in it and loads neither; all others load theirs from fields. Both run the
     * two methods below. Two classes, and no more, because a call that has seen two is still inlined.
     */
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /** For {@link FirstFastPath} to be made of; nothing afterwards, for an allocator that is closed should leave nothing. */
    private static LaterFastPath first;

    private final SlabTable table;

    /**
     * By the slab's number in the region, as long as it was when it was last looked at; what is not in there is looked up in
     * the table itself.
     */
    private BlockSlab[] slabs;

    FastPath(SlabTable table) {
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
        LaterFastPath path = new LaterFastPath(heaps, base, table);
        if (!TAKEN.compareAndSet(false, true)) {
            return path;
        }
        first = path;
        try {
            return new FirstFastPath(table);
        } finally {
            first = null;
        }
    }

    /** Before the class {@link FirstFastPath} is initialized, which happens in the thread that made the allocator. */
    static LaterFastPath first() {
        return first;
    }

    /** After a slab has come into the table. Written only where it has changed, for it lies in a line that every free reads. */
    final void lookAtTable() {
        BlockSlab[] array = table.array();
        if (slabs.length != array.length) {
            slabs = array;
        }
    }

    /**
     * Allocates a block of at most 1 KiB, if the current thread has one at hand: the common case.
     *
     * @param byteSize any number
     * @return its address, or 0 if {@link TinyAllocator#allocate} or somebody else has to look at it
     */
    public abstract long tryAllocate(long byteSize);

    /**
     * Frees a block, if it is of this module and the current thread's: the common case.
     *
     * @param address any address
     * @return false if {@link TinyAllocator#freeSlow} has to look at it
     */
    public abstract boolean tryFree(long address);

    static long tryAllocate(ThreadHeap[] heaps, long byteSize) {
        Thread thread = Thread.currentThread();
        ThreadHeap heap = heaps[(int) thread.threadId() & HeapRegistry.TABLE_MASK];
        if (heap.owner() != thread) {
            return BlockSlab.NO_BLOCK;
        }
        // Unsigned: a negative size is larger than any.
        if (Long.compareUnsigned(byteSize, ThreadHeap.MAX_BY_SIZE * SizeClasses.GRANULE) > 0) {
            return BlockSlab.NO_BLOCK;
        }
        BlockSlab[] current = heap.bySize();
        int index = ((int) byteSize + SizeClasses.GRANULE - 1) >>> SizeClasses.GRANULE_SHIFT;
        long block = current[index].pop();
        if (block != BlockSlab.NO_BLOCK) {
            heap.noteLast(block, index);
        }
        return block;
    }

    final boolean tryFree(ThreadHeap[] heaps, BlockSlab[] low, long base, long address) {
        Thread thread = Thread.currentThread();
        ThreadHeap heap = heaps[(int) thread.threadId() & HeapRegistry.TABLE_MASK];
        if (heap.owner() != thread) {
            return false;
        }
        // A guess first: the block allocated last is often the one freed next. Its slab is known before the address
        // is, and a loop that allocates and frees does not wait for the table at every turn.
        BlockSlab slab;
        if (address == heap.lastBlock()) {
            slab = heap.lastSlab();
        } else {
            // Unsigned: an address below the region is far above it. The int is checked before it is believed.
            long distance = (address - base) >>> Slab.SHIFT;
            int index = (int) distance;
            if (index == distance && Integer.compareUnsigned(index, low.length) < 0) {
                slab = low[index];
            } else {
                slab = above(distance);
            }
            if (slab == null || slab.owner() != heap) {
                return false;
            }
        }
        return slab.push(address, heap);
    }

    /** A slab that is not among the lowest, or null. */
    private BlockSlab above(long distance) {
        BlockSlab[] array = slabs;
        return Long.compareUnsigned(distance, array.length) < 0 ? array[(int) distance] : null;
    }
}
