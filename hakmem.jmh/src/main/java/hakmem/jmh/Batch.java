package hakmem.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Allocates 1000 blocks, then frees them; the figure is for one. More than a cache of the fast path holds. */
public class Batch extends Operation {
    private static final int COUNT = 1000;

    /** Bytes of a block. */
    @Param({"24", "256", "1024"})
    public int size;

    /** What one thread holds. */
    @State(Scope.Thread)
    public static class Held {
        private final Blocks blocks = new Blocks(COUNT);
    }

    /**
     * The block allocated first is freed first.
     *
     * @param peers the allocator
     * @param held by this thread
     */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void firstInFirstOut(AnyPeers peers, Held held) {
        allocate(peers, held.blocks);
        for (int i = 0; i < COUNT; i++) {
            held.blocks.free(peers, i);
        }
    }

    /**
     * The block allocated last is freed first.
     *
     * @param peers the allocator
     * @param held by this thread
     */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void lastInFirstOut(AnyPeers peers, Held held) {
        allocate(peers, held.blocks);
        for (int i = COUNT - 1; i >= 0; i--) {
            held.blocks.free(peers, i);
        }
    }

    private void allocate(AnyPeers peers, Blocks blocks) {
        for (int i = 0; i < COUNT; i++) {
            blocks.allocate(peers, i, size);
        }
    }
}
