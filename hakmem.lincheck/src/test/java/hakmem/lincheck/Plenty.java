package hakmem.lincheck;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.SuperSlab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** A pool that never runs out in a scenario, so that whatever is refused, or fails, is the pool's fault. */
@Param(name = "thread", gen = ThreadIdGen.class)
public abstract class Plenty extends PoolOperations {
    private static final int SUPER_SLABS = 8;

    Plenty(SharedPoolProvider strategy) {
        super(strategy, SUPER_SLABS);
    }

    /** Half a SuperSlab: the table grows with every second one. */
    @Operation
    public boolean acquire(@Param(name = "thread") int thread) {
        return tryAcquire(thread, 1, SuperSlab.SLABS / 2);
    }

    /** Whether there was anything to release. */
    @Operation
    public boolean release(@Param(name = "thread") int thread) {
        return releaseLatest(thread);
    }

    /** Retires and decommits. */
    @Operation
    public void trim() {
        pool.trim(0);
    }

    /** What was released was put back where retirement looks for it. */
    @Validate
    public void nothingIsLost() {
        releaseAll();
        nothingStaysCommitted();
    }

    /** What should come of it. */
    public static class Specification {
        private final int[] held = new int[Held.THREADS];

        /** Always. */
        public boolean acquire(int thread) {
            held[thread]++;
            return true;
        }

        /** Whether there was anything to release. */
        public boolean release(int thread) {
            boolean had = held[thread] > 0;
            held[thread] -= had ? 1 : 0;
            return had;
        }

        /** No acquisition can tell. */
        public void trim() {}
    }
}
