package hakmem.lincheck;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.SuperSlab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * A pool that may commit one SuperSlab, from which one thread wants slabs and another all of it, while a third gives it
 * back. Whether an acquisition succeeds depends on what is held at one moment, so refusals must be linearizable too: none
 * may be due to what is merely on its way from one place in the pool to another.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public abstract class AtTheLimit extends PoolOperations {
    AtTheLimit(SharedPoolProvider strategy) {
        super(strategy, 1);
    }

    /** A slab: stages 1, 2 and 3. */
    @Operation
    public boolean acquireOne(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 1, 1);
    }

    /** A whole SuperSlab, made of unused and empty slots. */
    @Operation
    public boolean acquireAll(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 2, SuperSlab.SLABS);
    }

    /** Whether there was anything to release. */
    @Operation
    public boolean release(@Param(name = "thread") int thread) {
        return releaseLatest(thread);
    }

    /** Retires and decommits; how many bytes depends on the moment, and is not part of the history. */
    @Operation
    public void trim() {
        pool.trim(0);
    }

    /** Takes what is unused in hand for a moment, if something is used; no part of the history. */
    @Operation
    public void discard() {
        pool.discard(0);
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
        private int held;
        private int holderOfAll = -1;

        /** Unless somebody has all of it. */
        public boolean acquireOne(int thread) {
            if (holderOfAll >= 0) {
                return false;
            }
            ones[thread]++;
            held++;
            return true;
        }

        /** Unless somebody has some of it. */
        public boolean acquireAll(int thread) {
            if (holderOfAll >= 0 || held > 0) {
                return false;
            }
            holderOfAll = thread;
            return true;
        }

        /** Whether there was anything to release. */
        public boolean release(int thread) {
            if (holderOfAll == thread) {
                holderOfAll = -1;
                return true;
            }
            if (ones[thread] == 0) {
                return false;
            }
            ones[thread]--;
            held--;
            return true;
        }

        /** No acquisition can tell. */
        public void trim() {}

        /** Nor can one tell this. */
        public void discard() {}
    }
}
