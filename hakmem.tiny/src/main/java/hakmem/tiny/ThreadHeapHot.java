package hakmem.tiny;

import java.util.Arrays;

/** The slabs a {@link ThreadHeap} allocates from, by class and by size: what of a heap the hot path reads and writes. */
abstract class ThreadHeapHot extends OwnedHeap {
    /** The largest request, in granules, whose slab is found without its class: 1 KiB. */
    static final int MAX_BY_SIZE = 64;

    /** No block's address, nor 0, which may be freed. */
    private static final long NO_LAST = -1;

    /** Elements no size has: what lies behind the array may be written by another thread at every block. */
    private static final int PADDING = 128 / 4;

    private final BlockSlab[] current;
    private final BlockSlab[] bySize;

    /** The block the owner has taken last by size, if its slab is still current, or {@link #NO_LAST}. */
    private long lastBlock = NO_LAST;

    /** Its size in granules. */
    private int lastSize;

    /** Its number in the slab; {@link BlockNumber#NONE} if {@link #lastBlock} is none, for that may be passed to a free, too. */
    private int lastNumber = BlockNumber.NONE;

    /** For {@link PaddedThreadHeap#NOBODY}: it is made before {@link PaddedBlockSlab#NONE} exists. */
    ThreadHeapHot() {
        super(null);
        this.current = new BlockSlab[0];
        this.bySize = current;
    }

    ThreadHeapHot(Thread owner) {
        super(owner);
        this.current = new BlockSlab[SizeClasses.COUNT];
        this.bySize = new BlockSlab[MAX_BY_SIZE + 1 + PADDING];
        Arrays.fill(current, PaddedBlockSlab.NONE);
        Arrays.fill(bySize, PaddedBlockSlab.NONE);
    }

    /** The current slabs by the granules of a request: {@link #current} without the way over the class. */
    final BlockSlab[] bySize() {
        return bySize;
    }

    /** The block noted last; no block's address if its slab is no longer current. */
    final long lastBlock() {
        return lastBlock;
    }

    /** The slab of {@link #lastBlock()}, if that is a block; else any. */
    final BlockSlab lastSlab() {
        return bySize[lastSize];
    }

    /** The number of {@link #lastBlock()} in that slab, or {@link BlockNumber#NONE}. */
    final int lastNumber() {
        return lastNumber;
    }

    /** Notes a block that was taken, the granules of the request, and its number. */
    final void noteLast(long block, int granules, int number) {
        lastBlock = block;
        lastSize = granules;
        lastNumber = number;
    }

    /** Takes a block from the current slab, or {@link BlockSlab#NO_BLOCK}. */
    final long pop(int sizeClass) {
        return current[sizeClass].pop();
    }

    /** The slab of a class that blocks are popped from, or {@link PaddedBlockSlab#NONE}. */
    final BlockSlab current(int sizeClass) {
        return current[sizeClass];
    }

    final void setCurrent(int sizeClass, BlockSlab slab) {
        // Its slab may be the one that goes.
        lastBlock = NO_LAST;
        lastNumber = BlockNumber.NONE;
        current[sizeClass] = slab;
        int end = Math.min(SizeClasses.blockSize(sizeClass) >>> SizeClasses.GRANULE_SHIFT, MAX_BY_SIZE);
        for (int granules = SizeClasses.leastGranules(sizeClass); granules <= end; granules++) {
            bySize[granules] = slab;
        }
    }
}
