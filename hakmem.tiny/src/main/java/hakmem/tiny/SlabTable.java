package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the slab a block lies in by the number that the pool's slab has in the region. Safe for use by several threads.
 *
 * <p>One flat array, for it stands in every free, and as long as the slabs in use require, for a region is reserved for far more
 * than most programs ever commit: of 64 GiB the array would be 4 MiB. A region hands its lowest numbers out first.
 */
final class SlabTable {
    /*
     * A slab that is made of several slabs of the pool is the entry of each of them. An entry is written by who has the pool's
     * slab and has not activated it, so that no block lies there, and the thread that is given the first block there sees the
     * entry as its caller sees the block. Who frees a live block thus finds its slab.
     *
     *   pool's slab     0     1     2     3
     *   entry           A     B     B     C       B is made of two
     *
     * An entry that is old does no harm: it says what had the place before, and that has no live block there any more, which is
     * what a free looks at. So the array may be replaced by a longer copy while threads go on looking into the one before; what they
     * do not find there, or find without such a block, they look up in get(). The first of these arrays gets its entries for
     * good, so that compiled code may have it as a constant.
     */
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(BlockSlab[].class);

    /** 128 KiB of the Java heap; the slabs of 2 GiB. */
    static final int LOW_LENGTH = 1 << 15;

    private final int most;
    private final ReentrantLock growing = new ReentrantLock();
    private final BlockSlab[] low;
    private volatile BlockSlab[] slabs;

    /** Under the lock. */
    private boolean cleared;

    /** Makes a table of at most so many places, with nothing in it. */
    SlabTable(int most) {
        this.most = most;
        this.low = new BlockSlab[Math.min(most, LOW_LENGTH)];
        Arrays.fill(low, PaddedBlockSlab.NONE);
        this.slabs = low;
    }

    /** The entries of the lowest numbers: always the same array. */
    BlockSlab[] low() {
        return low;
    }

    /** The entries up to now, for who goes to {@link #get} with what is not in there. A place without an entry holds {@link PaddedBlockSlab#NONE}. */
    BlockSlab[] array() {
        return slabs;
    }

    /** The blocks of a slab, or null if it never had any. Acquire: what is seen is seen complete. */
    BlockSlab get(int index) {
        BlockSlab[] array = slabs;
        if (Integer.compareUnsigned(index, array.length) >= 0) {
            return null;
        }
        BlockSlab slab = (BlockSlab) ELEMENTS.getAcquire(array, index);
        return slab == PaddedBlockSlab.NONE ? null : slab;
    }

    /** Lets go of the slabs: compiled code keeps the array of the lowest for ever. For a closed allocator. */
    void clear() {
        growing.lock();
        try {
            cleared = true;
            Arrays.fill(low, PaddedBlockSlab.NONE);
            slabs = low;
        } finally {
            growing.unlock();
        }
    }

    /**
     * Makes a slab the entry of the pool's slabs it is made of, which the calling thread has, and has not activated.
     *
     * @throws OutOfMemoryError if the Java heap is full; nothing has changed then
     * @throws IllegalStateException if the table was cleared: a slab that came into it now would be freed into for ever
     */
    void set(int first, int count, BlockSlab slab) {
        int end = first + count;
        if (!isSet(first, end, slab)) {
            growing.lock();
            try {
                if (cleared) {
                    throw new IllegalStateException("the allocator is closed");
                }
                BlockSlab[] array = ofLength(end);
                for (int index = first; index < end; index++) {
                    ELEMENTS.setRelease(array, index, slab);
                    if (index < low.length) {
                        ELEMENTS.setRelease(low, index, slab);
                    }
                }
            } finally {
                growing.unlock();
            }
        }
    }

    private boolean isSet(int first, int end, BlockSlab slab) {
        for (int index = first; index < end; index++) {
            if (get(index) != slab) {
                return false;
            }
        }
        return true;
    }

    /** Under the lock. */
    private BlockSlab[] ofLength(int least) {
        BlockSlab[] array = slabs;
        if (array.length < least) {
            int length = array.length;
            array = Arrays.copyOf(array, (int) Math.min(most, Math.max(2L * length, least)));
            Arrays.fill(array, length, array.length, PaddedBlockSlab.NONE);
            slabs = array;
        }
        return array;
    }
}
