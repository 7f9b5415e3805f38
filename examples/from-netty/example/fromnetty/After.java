package example.fromnetty;

import static java.nio.ByteOrder.BIG_ENDIAN;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The same frame in a block of hakmem. */
final class After {
    private static final Allocator ALLOCATOR = Hakmem.allocator();

    /** Netty's byte order, whatever the processor's. */
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    static MemorySegment encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment frame = ALLOCATOR.allocate(4 + bytes.length);
        frame.set(INT, 0, bytes.length);
        MemorySegment.copy(bytes, 0, frame, ValueLayout.JAVA_BYTE, 4, bytes.length);
        return frame;
    }

    static String decode(MemorySegment frame) {
        try {
            byte[] bytes = frame.asSlice(4, frame.get(INT, 0)).toArray(ValueLayout.JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            ALLOCATOR.free(frame);
        }
    }

    private After() {}
}
