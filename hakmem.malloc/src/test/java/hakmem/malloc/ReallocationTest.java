package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.InvalidFreeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ReallocationTest {
    @Test
    void aStrategyThatFailsToTakeASlabBackDoesNotLoseTheContents() {
        for (long size : new long[] {30_000, 200_000}) {
            FailingStrategy strategy = new FailingStrategy();
            MallocAllocator allocator = strategy.open();
            MemorySegment block = allocator.allocate(size, 16);
            block.fill((byte) 9);
            strategy.beforeRelease = () -> {
                throw new UnsupportedOperationException("scripted");
            };

            MemorySegment moved = allocator.reallocate(block, 3 << 20);
            // A small block's slab is given back by a later slow path, where the failure is somebody else's to report.
            strategy.beforeRelease = () -> {};

            assertThat(moved.get(ValueLayout.JAVA_BYTE, size - 1)).isEqualTo((byte) 9);
            assertThat(allocator.usableSize(moved.address())).isGreaterThanOrEqualTo(3 << 20);
            assertThatThrownBy(() -> allocator.free(block)).isInstanceOf(DoubleFreeException.class);
            allocator.free(moved);
            allocator.close();
        }
    }

    @Test
    void aRunGrowsAndShrinksWithoutMoving() {
        MallocAllocator allocator =
                (MallocAllocator) Hakmem.builder().pool("locked").build();
        long block = allocator.malloc(1 << 20);
        for (long size : new long[] {40_000, 70_000, 500_000, 33_000, 1 << 20}) {
            assertThat(allocator.realloc(block, size)).isEqualTo(block);
            long slabs = (size + 65_535) / 65_536;
            assertThat(allocator.usableSize(block)).isEqualTo(slabs * 65_536);
            assertThat(allocator.stats().activeSlabs()).isEqualTo(slabs);
            allocator.validate();
        }
        assertThatThrownBy(() -> allocator.realloc(block + 65_536, 10)).isInstanceOf(InvalidFreeException.class);
        allocator.free(block);
        allocator.close();
    }
}
