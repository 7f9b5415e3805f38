package hakmem.tiny;

import hakmem.api.InvalidFreeException;
import hakmem.api.PoolStats;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Descriptors;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;

/**
 * A heap and one slab of its own, full: what most hand-overs of this module begin with. Made by the million, so the pool
 * behind it is one that only takes back; and a slab has two blocks, or three.
 */
class OneSlab {
    /** Blocks of 32 KiB, two to a slab. */
    static final int TWO_BLOCKS = SizeClasses.of(32 << 10);

    /** Blocks of 20 KiB, three to a slab. */
    static final int THREE_BLOCKS = SizeClasses.of(20 << 10);

    private static final GuardedPool POOL = GuardedPool.open(new TakesBack(), Descriptors.REGION);

    final SlabExchange exchange = new SlabExchange(POOL);
    final ThreadHeap heap = new PaddedThreadHeap(exchange, null, null);
    final int sizeClass;
    final Slab memory;
    final BlockSlab slab;

    /** The blocks of the slab, all live. */
    final long[] blocks;

    OneSlab(int sizeClass) {
        this.sizeClass = sizeClass;
        memory = Descriptors.committed(0).slab(0);
        memory.tryActivate(sizeClass, 1);
        slab = new PaddedBlockSlab(memory, memory.address());
        heap.prepare(sizeClass);
        heap.install(slab, sizeClass);
        blocks = new long[slab.capacity()];
        blocks[0] = heap.pop(sizeClass);
        for (int i = 1; i < blocks.length; i++) {
            blocks[i] = heap.popSlow(sizeClass);
        }
    }

    /** Frees a block as a thread that does not own the slab. */
    final boolean freeRemotely(int block) {
        try {
            RemoteFree.free(slab, blocks[block], exchange);
            return true;
        } catch (InvalidFreeException e) {
            return false;
        }
    }

    /** Moves the slab from "current" to "full", as the owner does when it finds no block in it. */
    final void retireAsFull() {
        if (heap.popSlow(sizeClass) != BlockSlab.NO_BLOCK) {
            throw new AssertionError("the slab was not full");
        }
    }

    /** Whether the slab was given back to the pool; a second time would not be noticed here, but is refused there. */
    final boolean isInPool() {
        return memory.state() == Slab.State.EMPTY;
    }

    /** A strategy that has nothing. */
    private static final class TakesBack implements SharedPoolProvider, SharedPool {
        @Override
        public String name() {
            return "takes-back";
        }

        @Override
        public String description() {
            return "hands out nothing";
        }

        @Override
        public SharedPool create(Region region) {
            return this;
        }

        @Override
        public Slab acquire(int sizeClass, int slabs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(Slab first, int slabs) {}

        @Override
        public long trim(long idleNanos) {
            return 0;
        }

        @Override
        public PoolStats stats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
