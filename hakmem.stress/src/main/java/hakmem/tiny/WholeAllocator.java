package hakmem.tiny;

import hakmem.api.PoolStats;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Descriptors;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;

/** An allocator of one state, with a slab that is full, in a heap whose owner has left. */
class WholeAllocator {
    private final OneSuperSlab pool = new OneSuperSlab();
    private final TinyAllocator allocator = new TinyAllocator(GuardedPool.open(pool, Descriptors.REGION), 1, 1);
    final BlockSlab slab;
    final ThreadHeap heap;

    /** The blocks of the slab, all live. */
    final long[] blocks;

    WholeAllocator(int sizeClass, int... freedByAnother) {
        blocks = new long[Slab.BYTES / SizeClasses.blockSize(sizeClass)];
        try {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = allocator.allocate(sizeClass);
            }
            // From the next slab; the first one is found to be full.
            allocator.allocate(sizeClass);
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
        slab = allocator.slabOf(blocks[0]);
        heap = slab.owner();
        heap.endUse();
        heap.leave();
        for (int block : freedByAnother) {
            allocator.freeSlow(blocks[block]);
        }
    }

    /** Makes the current thread the owner. */
    final void own() {
        if (!heap.tryAdopt(null, Thread.currentThread())) {
            throw new AssertionError("the heap has an owner");
        }
        heap.use();
    }

    final void free(int block) {
        if (!allocator.fastPath().tryFree(blocks[block])) {
            allocator.freeSlow(blocks[block]);
        }
    }

    /** How often the slab was given back to the pool; -1 if it is not there, whatever happened. */
    final int givenBack() {
        return slab.slab.state() == Slab.State.EMPTY && Note.stateOf(slab.note()) == Note.POOLED ? pool.released : -1;
    }

    /** A strategy for a few slabs, one after the other. */
    private static final class OneSuperSlab implements SharedPoolProvider, SharedPool {
        private final SuperSlab superSlab = Descriptors.committed(0);
        private int next;

        /** Written by who gives back, one at a time unless something is wrong, and read when all is over. */
        private volatile int released;

        @Override
        public String name() {
            return "one-superslab";
        }

        @Override
        public String description() {
            return "a few slabs";
        }

        @Override
        public SharedPool create(Region region) {
            return this;
        }

        @Override
        public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
            if (slabs > 1) {
                throw new MemoryRefusedException(Reason.LIMIT, "one at a time: a slab of few blocks is wanted");
            }
            return superSlab.slab(next++);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void release(Slab first, int slabs) {
            released++;
        }

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
