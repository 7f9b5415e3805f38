package hakmem.lincheck;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.SuperSlab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** A pool with two slots left, side by side, for which single slabs and a run of two contend. */
@Param(name = "thread", gen = ThreadIdGen.class)
public abstract class LastTwoSlots extends PoolOperations {
    private static final int LAST_THREAD = Held.THREADS - 1;

    LastTwoSlots(SharedPoolProvider strategy) {
        super(strategy, 1);
        if (!tryAcquire(LAST_THREAD, 3, SuperSlab.SLABS - 2)) {
            throw new AssertionError("a new pool is full");
        }
    }

    /** A slab of one class: stage 1 if it is there, warm. */
    @Operation
    public boolean acquireOne(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 1, 1);
    }

    /** A slab of another class, which must find those that are empty of the first. */
    @Operation
    public boolean acquireOther(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 2, 1);
    }

    /** Both slots. */
    @Operation
    public boolean acquireTwo(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 2, 2);
    }

    /** Whether there was anything to release. */
    @Operation
    public boolean release(@Param(name = "thread") int thread) {
        return releaseLatest(thread);
    }

    /** Nothing was lost: all of it can be had. */
    @Validate
    public void nothingIsLost() {
        releaseAll();
        allCanBeHad();
        nothingStaysCommitted();
    }

    /** What should come of it. */
    public static class Specification {
        private final int[] ones = new int[Held.THREADS];
        private int free = 2;
        private int holderOfTwo = -1;

        /** If there is one. */
        public boolean acquireOne(int thread) {
            if (free == 0) {
                return false;
            }
            ones[thread]++;
            free--;
            return true;
        }

        /** The same. */
        public boolean acquireOther(int thread) {
            return acquireOne(thread);
        }

        /** If there are both. */
        public boolean acquireTwo(int thread) {
            if (free < 2) {
                return false;
            }
            free = 0;
            holderOfTwo = thread;
            return true;
        }

        /** Whether there was anything to release. */
        public boolean release(int thread) {
            if (holderOfTwo == thread) {
                holderOfTwo = -1;
                free = 2;
                return true;
            }
            if (ones[thread] == 0) {
                return false;
            }
            ones[thread]--;
            free++;
            return true;
        }
    }
}
