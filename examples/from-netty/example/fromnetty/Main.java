package example.fromnetty;

import hakmem.api.Hakmem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Frames are the same bytes before and after, and one bridges the other's API. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        for (int length = 0; length < 20_000; length += 997) {
            String text = "é".repeat(length);
            ByteBuf before = Before.encode(text);
            MemorySegment after = After.encode(text);
            require(
                    Arrays.equals(ByteBufUtil.getBytes(before), after.toArray(ValueLayout.JAVA_BYTE)),
                    "the same bytes");
            require(Before.decode(before).equals(text) && After.decode(after).equals(text), "the same text");
        }
        System.out.println("OK from Netty: the same frames");

        Bridge.withBuffer(100, buffer -> {
            require(Hakmem.allocator().stats().liveBlocks() == 1, "the buffer's memory is hakmem's");
            require(buffer.isDirect() && buffer.writableBytes() == 100, "it is empty");
            buffer.writeInt(42).writeLong(43L);
            require(buffer.readInt() == 42 && buffer.readLong() == 43L, "it is read as it was written");
        });
        require(Hakmem.allocator().stats().liveBlocks() == 0, "nothing is left");
        System.out.println("OK a buffer of Netty's over a block of hakmem");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
