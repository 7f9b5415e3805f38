package hakmem.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Frees a block of a random slot and allocates one of a random size: Larson's loop without its threads. */
public class RandomReplacement extends Operation {
    private static final int SMALLEST = 8;

    /** The slots of one thread. */
    @State(Scope.Thread)
    public static class Slots {
        private static final int SEED = 4141;

        /** Live blocks of each thread. */
        @Param("5000")
        public int live;

        /** Bytes of the largest block. */
        @Param({"999", "16384"})
        public int largest;

        private Blocks blocks;
        private int state;

        /**
         * Fills the slots. Threads draw the same numbers, each for its own slots.
         *
         * @param peers the allocator
         */
        @Setup(Level.Iteration)
        public void fill(AnyPeers peers) {
            state = SEED;
            blocks = new Blocks(live);
            for (int i = 0; i < live; i++) {
                blocks.allocate(peers, i, size());
            }
        }

        /**
         * Empties them.
         *
         * @param peers the allocator
         */
        @TearDown(Level.Iteration)
        public void empty(AnyPeers peers) {
            for (int i = 0; i < live; i++) {
                blocks.free(peers, i);
            }
        }

        private int size() {
            return SMALLEST + below(largest - SMALLEST + 1);
        }

        /** A number of a xorshift generator (G. Marsaglia, 2003), scaled instead of divided. */
        private int below(int bound) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return (int) ((Integer.toUnsignedLong(state) * bound) >>> Integer.SIZE);
        }
    }

    /**
     * Replaces one block.
     *
     * @param peers the allocator
     * @param slots of this thread
     */
    @Benchmark
    public void replace(AnyPeers peers, Slots slots) {
        int slot = slots.below(slots.live);
        slots.blocks.free(peers, slot);
        slots.blocks.allocate(peers, slot, slots.size());
    }
}
