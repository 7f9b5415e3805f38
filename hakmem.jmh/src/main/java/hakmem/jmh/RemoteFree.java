package hakmem.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Control;

/** One thread allocates, another one frees: every block is freed by a thread that does not own it. */
public class RemoteFree extends Operation {
    /** What a pair of threads shares. */
    @State(Scope.Group)
    public static class Channel {
        private final Ring ring = new Ring();

        /**
         * Frees what is left; the threads of the pair do not run then.
         *
         * @param peers the allocator
         */
        @TearDown(Level.Iteration)
        public void drain(HandOverPeers peers) {
            while (!ring.isEmpty()) {
                ring.consume(peers);
            }
        }
    }

    /** Bytes of a block. */
    @Param({"24", "256", "1024"})
    public int size;

    /**
     * Allocates a block and hands it over.
     *
     * @param peers the allocator
     * @param channel to the other thread
     * @param control tells the end of the measurement
     */
    @Benchmark
    @Group("handOver")
    public void allocate(HandOverPeers peers, Channel channel, Control control) {
        while (channel.ring.isFull()) {
            if (control.stopMeasurement) {
                return;
            }
            Thread.onSpinWait();
        }
        channel.ring.produce(peers, size);
    }

    /**
     * Takes a block and frees it.
     *
     * @param peers the allocator
     * @param channel from the other thread
     * @param control tells the end of the measurement
     */
    @Benchmark
    @Group("handOver")
    public void free(HandOverPeers peers, Channel channel, Control control) {
        while (channel.ring.isEmpty()) {
            if (control.stopMeasurement) {
                return;
            }
            Thread.onSpinWait();
        }
        channel.ring.consume(peers);
    }
}
