package hakmem.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** Allocates a block and frees it, by its address or by the object that stands for it: the fast path, and nothing else. */
public class Pair extends Operation {
    /** Bytes of the block. */
    @Param({"24", "256", "1024"})
    public int size;

    /**
     * On a platform thread.
     *
     * @param peers the allocator
     * @return the block's address
     */
    @Benchmark
    public long raw(AnyPeers peers) {
        return pair(peers);
    }

    /**
     * On a virtual thread.
     *
     * @param peers the allocator
     * @return the block's address
     */
    @Benchmark
    @Fork(jvmArgsAppend = "-Djmh.executor=VIRTUAL")
    public long rawVirtual(AnyPeers peers) {
        return pair(peers);
    }

    private long pair(Peers peers) {
        if (peers.addresses != null) {
            long address = peers.addresses.malloc(size);
            peers.addresses.free(address);
            return address;
        }
        Object block = peers.objects.allocate(size);
        long address = peers.objects.address(block);
        peers.objects.free(block);
        return address;
    }
}
