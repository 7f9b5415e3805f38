package hakmem.bench.peer;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Netty's pools of direct buffers, on Netty's own threads, where they are fastest. Unlike the default allocator of a
 * process the pool belongs to this peer alone.
 */
final class NettyPeer implements ObjectPeer {
    private final ByteBufAllocator allocator;

    private NettyPeer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    static Peer pooled() throws PeerUnavailableException {
        return checked(new PooledByteBufAllocator(true));
    }

    static Peer adaptive() throws PeerUnavailableException {
        return checked(new AdaptiveByteBufAllocator(true));
    }

    private static Peer checked(ByteBufAllocator allocator) throws PeerUnavailableException {
        ByteBuf probe = allocator.directBuffer(16, 16);
        try {
            if (!probe.hasMemoryAddress()) {
                throw new PeerUnavailableException("its direct buffers tell no address in this JVM", null);
            }
        } finally {
            probe.release();
        }
        return new NettyPeer(allocator);
    }

    @Override
    public Object allocate(long byteSize) {
        int size = (int) byteSize;
        return allocator.directBuffer(size, size);
    }

    @Override
    public long address(Object block) {
        return ((ByteBuf) block).memoryAddress();
    }

    @Override
    public long byteSize(Object block) {
        return ((ByteBuf) block).capacity();
    }

    @Override
    public void free(Object block) {
        ((ByteBuf) block).release();
    }

    @Override
    public long alignment() {
        return 1;
    }

    @Override
    public Thread newThread(Runnable task) {
        return new FastThreadLocalThread(task);
    }
}
