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
 * {@link #get}.
 */
final class SlabTable {
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(BlockSlab[].class);

    /** A page of the Java heap or so; the slabs of 32 SuperSlabs. */
    private static final int FIRST_LENGTH = 1024;

    private final int most;
    private final ReentrantLock growing = new ReentrantLock();
    private volatile BlockSlab[] slabs;

    /** Makes a table of at most so many places, with nothing in it. */
    SlabTable(int most) {
        this.most = most;
        this.slabs = new BlockSlab[Math.min(most, FIRST_LENGTH)];
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
        } finally {
            growing.unlock();
        }
    }
}
