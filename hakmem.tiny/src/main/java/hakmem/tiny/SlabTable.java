package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds a slab's blocks by the slab's number in the region. Safe for use by several threads.
 *
 * <p>One flat array, for it stands in every free, and as long as the slabs in use require, for a region is reserved for far more
 * than most programs ever commit: of 64 GiB the array would be 4 MiB. A region hands its lowest numbers out first.
 *
 * <p>The array is replaced by a longer copy, and a thread may look into an old one for as long as it likes: an entry is set once,
 * under the lock under which the copies are made, so what it finds is right, and what it does not find has to be looked up in
 * {@link #get}. The first of these arrays gets its entries for good, so that compiled code may have it as a constant.
 */
final class SlabTable {
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(BlockSlab[].class);

    /** 128 KiB of the Java heap; the slabs of 2 GiB. */
    static final int LOW_LENGTH = 1 << 15;

    private final int most;
    private final ReentrantLock growing = new ReentrantLock();
    private final BlockSlab[] low;
    private volatile BlockSlab[] slabs;

    /** Makes a table of at most so many places, with nothing in it. */
    SlabTable(int most) {
        this.most = most;
        this.low = new BlockSlab[Math.min(most, LOW_LENGTH)];
        this.slabs = low;
    }

    /** The entries of the lowest numbers: always the same array. */
    BlockSlab[] low() {
        return low;
    }

    /** The entries up to now, for who goes to {@link #get} with what is not in there. */
    BlockSlab[] array() {
        return slabs;
    }

    /** The blocks of a slab, or null if it never had any. Acquire: what is seen is seen complete. */
    BlockSlab get(int index) {
        BlockSlab[] array = slabs;
        return Integer.compareUnsigned(index, array.length) < 0 ? (BlockSlab) ELEMENTS.getAcquire(array, index) : null;
    }

    /** Lets go of the slabs of the lowest numbers: compiled code may keep their array for ever. For a closed allocator. */
    void clearLow() {
        Arrays.fill(low, null);
    }

    /**
     * Sets an entry, once; the slab is the calling thread's.
     *
     * @throws OutOfMemoryError if the Java heap is full; nothing has changed then
     */
    void set(int index, BlockSlab slab) {
        growing.lock();
        try {
            BlockSlab[] array = slabs;
            if (index >= array.length) {
                array = Arrays.copyOf(array, (int) Math.min(most, Math.max(2L * array.length, index + 1L)));
                slabs = array;
            }
            ELEMENTS.setRelease(array, index, slab);
            if (index < low.length) {
                ELEMENTS.setRelease(low, index, slab);
            }
        } finally {
            growing.unlock();
        }
    }
}
