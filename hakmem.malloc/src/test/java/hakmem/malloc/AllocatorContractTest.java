package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What blocks are: apart, aligned, usable to the end, and zero where that is asked for. */
class AllocatorContractTest extends AllocatorContract {
    @Test
    void testsRunInsideTheModule() {
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.malloc");
    }

    @Test
    void blocksOfEverySizeAreAlignedApartAndUsableToTheEnd() {
        TreeMap<Long, Long> blocks = new TreeMap<>();
        for (int round = 0; round < 3; round++) {
            for (long size : SIZES) {
                long block = allocator.malloc(size);
                assertThat(block % 16).isZero();
                long usable = allocator.usableSize(block);
                assertThat(usable).isGreaterThanOrEqualTo(size);
                Map.Entry<Long, Long> below = blocks.floorEntry(block);
                assertThat(below == null || below.getKey() + below.getValue() <= block)
                        .isTrue();
                Long above = blocks.higherKey(block);
                assertThat(above == null || block + usable <= above).isTrue();
                blocks.put(block, usable);
            }
        }
        assertThat(allocator.stats().liveBlocks()).isEqualTo(blocks.size());
        blocks.keySet().forEach(allocator::free);
        assertThat(allocator.stats().liveBlocks()).isZero();
        assertThat(allocator.stats().liveBytes()).isZero();
    }

    @Test
    void segmentsHaveTheSizeAskedForAndKeepTheirContents() {
        List<MemorySegment> segments = new ArrayList<>();
        for (long size : SIZES) {
            MemorySegment segment = allocator.allocate(size, 1);
            assertThat(segment.byteSize()).isEqualTo(size);
            segment.fill((byte) size);
            segments.add(segment);
        }
        for (MemorySegment segment : segments) {
            for (long at = 0; at < segment.byteSize(); at += 97) {
                assertThat(segment.get(ValueLayout.JAVA_BYTE, at)).isEqualTo((byte) segment.byteSize());
            }
            allocator.free(segment);
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void blocksAreAlignedAsAskedForUpToTwoMebibytesAndBeyond() {
        for (long alignment = 1; alignment <= 4 << 20; alignment <<= 1) {
            for (long size : new long[] {0, 1, 24, 100, 4000, 40_000, 2 << 20}) {
                long block = allocator.alignedAlloc(alignment, size);
                assertThat(block % alignment)
                        .as("%d bytes at %d", size, alignment)
                        .isZero();
                assertThat(allocator.usableSize(block)).isGreaterThanOrEqualTo(size);
                MemorySegment segment = allocator.allocate(size, alignment);
                assertThat(segment.address() % alignment).isZero();
                allocator.free(block);
                allocator.free(segment);
            }
        }
    }

    @Test
    void callocGivesZerosWhereOthersLeftTheirs() {
        for (long size : SIZES) {
            for (int round = 0; round < 3; round++) {
                MemorySegment dirty = allocator.allocate(size, 1);
                dirty.fill((byte) 0xff);
                allocator.free(dirty);
                long block = allocator.calloc(1, size);
                MemorySegment segment = allocator.allocate(size, 1);
                assertThat(isZero(block, size)).as("%d bytes", size).isTrue();
                segment.fill((byte) 0xff);
                allocator.free(segment);
                allocator.free(block);
            }
        }
    }

    /** Looks at a raw block through a reallocation to its full size, which stays in place. */
    private boolean isZero(long block, long size) {
        MemorySegment view = allocator.reallocate(MemorySegment.ofAddress(block), allocator.usableSize(block));
        assertThat(view.address()).isEqualTo(block);
        for (long at = 0; at < size; at++) {
            if (view.get(ValueLayout.JAVA_BYTE, at) != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void segmentAllocatorsOtherMethodsWork() {
        SegmentAllocator asSegmentAllocator = allocator;
        MemorySegment text = asSegmentAllocator.allocateFrom("hakmem");
        assertThat(text.getString(0)).isEqualTo("hakmem");
        MemorySegment numbers = asSegmentAllocator.allocateFrom(ValueLayout.JAVA_LONG, 1, 2, 3);
        assertThat(numbers.getAtIndex(ValueLayout.JAVA_LONG, 2)).isEqualTo(3);
        allocator.free(text);
        allocator.free(numbers);
    }
}
