package hakmem.malloc.zero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZerosTest {
    static LongStream sizes() {
        return LongStream.concat(
                LongStream.rangeClosed(0, 300),
                LongStream.of(1000, 4096, 8191, 8192, 8193, 16_384, 16_385, 100_000, 1 << 20));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void exactlyTheseBytesBecomeZero(long byteSize) {
        try (Arena arena = Arena.ofConfined()) {
            for (long offset : new long[] {0, 1, 7, 16}) {
                MemorySegment whole = arena.allocate(byteSize + 48).fill((byte) 0x5a);
                MemorySegment expected = arena.allocate(byteSize + 48).fill((byte) 0x5a);
                expected.asSlice(offset, byteSize).fill((byte) 0);

                Zeros.clear(whole, offset, byteSize);

                assertThat(whole.mismatch(expected)).isEqualTo(-1);
            }
        }
    }

    @Test
    void bytesOutsideTheSegmentAreRefused() {
        MemorySegment whole = MemorySegment.ofArray(new byte[100]);
        assertThatThrownBy(() -> Zeros.clear(whole, 50, 51)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Zeros.clear(whole, 97, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Zeros.clear(whole, 0, 101)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
