package example.fromnetty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** A frame of a length and a text, with Netty's buffers, as it was. */
final class Before {
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    static ByteBuf encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = ALLOCATOR.directBuffer(4 + bytes.length);
        frame.writeInt(bytes.length);
        frame.writeBytes(bytes);
        return frame;
    }

    static String decode(ByteBuf frame) {
        try {
            return frame.readCharSequence(frame.readInt(), StandardCharsets.UTF_8)
                    .toString();
        } finally {
            frame.release();
        }
    }

    private Before() {}
}
