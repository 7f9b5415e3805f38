package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Frees of what is no live block, and arguments that make no sense. */
class RefusalContractTest extends AllocatorContract {
    @Test
    void badFreesOfEverySizeAreRefusedAndChangeNothing() {
        for (long size : SIZES) {
            long block = allocator.malloc(size);
            AllocatorStats before = allocator.stats();
            for (long inside : new long[] {1, 8, Math.max(2, allocator.usableSize(block) - 1)}) {
                assertThatThrownBy(() -> allocator.free(block + inside))
                        .as("%d bytes into a block of %d", inside, size)
                        .isExactlyInstanceOf(InvalidFreeException.class)
                        .hasMessageContaining("0x%x".formatted(block + inside));
            }
            assertThatThrownBy(() -> allocator.realloc(block + 1, 5)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.usableSize(block + 1)).isInstanceOf(InvalidFreeException.class);
            assertThat(allocator.stats().liveBlocks()).isEqualTo(before.liveBlocks());
            assertThat(allocator.stats().liveBytes()).isEqualTo(before.liveBytes());
            allocator.free(block);
            assertThatThrownBy(() -> allocator.free(block))
                    .as("second free of a block of %d", size)
                    .isExactlyInstanceOf(DoubleFreeException.class)
                    .hasMessageContaining("0x%x".formatted(block));
            assertThatThrownBy(() -> allocator.realloc(block, 10)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.usableSize(block)).isInstanceOf(InvalidFreeException.class);
            Inside.validate(allocator);
        }
    }

    @Test
    void foreignAddressesAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment foreign = arena.allocate(100);
            assertThatThrownBy(() -> allocator.free(foreign)).isExactlyInstanceOf(InvalidFreeException.class);
        }
        assertThatThrownBy(() -> allocator.free(MemorySegment.ofArray(new byte[10])))
                .isInstanceOf(InvalidFreeException.class);
        for (long address : new long[] {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 47}) {
            assertThatThrownBy(() -> allocator.free(address)).isExactlyInstanceOf(InvalidFreeException.class);
        }
        try (Allocator other = open(64 << 20)) {
            long block = other.malloc(100);
            assertThatThrownBy(() -> allocator.free(block)).isExactlyInstanceOf(InvalidFreeException.class);
            other.free(block);
        }
    }

    @Test
    void freeOfNullDoesNothing() {
        allocator.free(0);
        allocator.free(MemorySegment.NULL);
    }

    @Test
    void badArgumentsAreRefused() {
        // With a block at hand, so that nothing is refused for another reason.
        allocator.free(allocator.malloc(0));
        for (long size = -40; size < 0; size++) {
            long negative = size;
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.malloc(negative));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.malloc(Long.MIN_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(-1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(8, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(1L << 40, 1L << 40));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(Long.MAX_VALUE, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.realloc(0, -1));
        for (long alignment : new long[] {0, -1, 3, 24, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.alignedAlloc(alignment, 8));
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(8, alignment));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(-1, 8));
        assertThat(allocator.stats().liveBlocks()).isZero();
    }
}
