package hakmem.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Acquires slabs of a pool strategy and releases them; the figure is for one. */
public class PoolTraffic extends Operation {
    private static final int COUNT = 16;
    private static final int SIZE_CLASS = 2;

    /** What one thread holds. */
    @State(Scope.Thread)
    public static class Held {
        private final Blocks slabs = new Blocks(COUNT);
    }

    /**
     * Half a SuperSlab of one size class.
     *
     * @param pools the strategy
     * @param held by this thread
     */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void acquireAndRelease(Pools pools, Held held) {
        for (int i = 0; i < COUNT; i++) {
            held.slabs.allocate(pools, i, SIZE_CLASS);
        }
        for (int i = 0; i < COUNT; i++) {
            held.slabs.free(pools, i);
        }
    }
}
