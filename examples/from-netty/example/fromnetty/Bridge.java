package example.fromnetty;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A block of hakmem where Netty's API wants a buffer. */
final class Bridge {
    private static final Allocator ALLOCATOR = Hakmem.allocator();

    static void withBuffer(int byteSize, Consumer<ByteBuf> action) {
        MemorySegment block = ALLOCATOR.allocate(byteSize);
        try {
            ByteBuf buffer = Unpooled.wrappedBuffer(block.asByteBuffer()).clear();
            action.accept(buffer); // must not keep it: the block goes
            buffer.release();
        } finally {
            ALLOCATOR.free(block);
        }
    }

    private Bridge() {}
}
