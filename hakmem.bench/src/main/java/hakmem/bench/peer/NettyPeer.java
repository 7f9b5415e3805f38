package hakmem.bench.peer;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Netty's pools of direct buffers, on Netty's own threads, where they usually are fastest, or on plain ones. Unlike the
 * default allocator of a process the pool belongs to this peer alone.
 */
final class NettyPeer implements ObjectPeer {
    private final ByteBufAllocator allocator;

    private final boolean nettyThreads;

    private NettyPeer(ByteBufAllocator allocator, boolean nettyThreads) {
        this.allocator = allocator;
        this.nettyThreads = nettyThreads;
    }

    static Peer pooled(boolean nettyThreads) throws PeerUnavailableException {
        return checked(new PooledByteBufAllocator(true), nettyThreads);
    }

    static Peer adaptive(boolean nettyThreads) throws PeerUnavailableException {
        return checked(new AdaptiveByteBufAllocator(true), nettyThreads);
    }

    private static Peer checked(ByteBufAllocator allocator, boolean nettyThreads) throws PeerUnavailableException {
        ByteBuf probe = allocator.directBuffer(16, 16);
        try {
            if (!probe.hasMemoryAddress()) {
                throw new PeerUnavailableException("its direct buffers tell no address in this JVM", null);
            }
        } finally {
            probe.release();
        }
        return new NettyPeer(allocator, nettyThreads);
    }

    @Override
    public Object allocate(long byteSize) {
        int size = (int) byteSize;
        return allocator.directBuffer(size, size);
    }

    /** Netty cannot be asked for an alignment. */
    @Override
    public Object allocate(long byteAlignment, long byteSize) {
        return allocate(byteSize);
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
        return nettyThreads ? new FastThreadLocalThread(task) : ObjectPeer.super.newThread(task);
    }
}
