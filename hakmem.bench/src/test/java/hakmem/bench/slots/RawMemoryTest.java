package hakmem.bench.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RawMemoryTest {
    private static final int LARGEST = 600;

    @Test
    void allBytesAreFilledAndNoOther() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment around = arena.allocate(LARGEST + 2);
            for (int byteSize = 0; byteSize <= LARGEST; byteSize++) {
                around.fill((byte) 0);
                RawMemory.fill(around.address() + 1, byteSize, (byte) 0x95);
                byte[] expected = new byte[LARGEST + 2];
                Arrays.fill(expected, 1, 1 + byteSize, (byte) 0x95);
                assertThat(around.toArray(ValueLayout.JAVA_BYTE))
                        .as("%d bytes", byteSize)
                        .isEqualTo(expected);
            }
        }
    }
}
