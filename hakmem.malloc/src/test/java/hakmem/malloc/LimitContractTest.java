package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limit: it is kept, what it refuses changes nothing, and what is free goes back. */
class LimitContractTest extends AllocatorContract {
    @Test
    void absurdSizesAreAnOutOfMemoryErrorThatSaysWhatWasAsked() {
        for (long size : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 4095, 1L << 46, 2L << 30}) {
            assertThatThrownBy(() -> allocator.malloc(size))
                    .isExactlyInstanceOf(OffHeapOutOfMemoryError.class)
                    .hasMessageContaining(Long.toString(size))
                    .hasMessageContaining("limit 1073741824")
                    .hasMessageContaining("committed")
                    .hasMessageContaining("live");
        }
        assertThatThrownBy(() -> allocator.alignedAlloc(1L << 62, 8))
                .isExactlyInstanceOf(OffHeapOutOfMemoryError.class);
    }

    @Test
    void theLimitIsKeptAndARetryAfterFreesWorks() {
        for (long size : new long[] {100, 5000, 40_000, 1 << 20, 3 << 20}) {
            long limit = 8 << 20;
            try (Allocator small = open(limit)) {
                for (int round = 0; round < 2; round++) {
                    List<Long> blocks = new ArrayList<>();
                    assertThatThrownBy(() -> {
                                while (true) {
                                    blocks.add(small.malloc(size));
                                    if (blocks.size() % 256 == 1 || size > 4096) {
                                        assertThat(small.stats().committedBytes())
                                                .isLessThanOrEqualTo(limit);
                                    }
                                }
                            })
                            .isInstanceOf(OffHeapOutOfMemoryError.class);
                    assertThat(blocks).as("blocks of %d", size).hasSizeGreaterThan((int) (limit / (2 * size)) - 1);
                    Inside.validate(small);
                    small.free(blocks.removeLast());
                    blocks.add(small.malloc(size));
                    blocks.forEach(small::free);
                    assertThat(small.stats().liveBlocks()).isZero();
                    Inside.validate(small);
                }
            }
        }
    }

    @Test
    void aLimitBelowASuperSlabStillServesSomething() {
        try (Allocator small = open(256 << 10)) {
            long block = small.malloc(100);
            small.free(block);
            assertThatThrownBy(() -> small.malloc(1 << 20)).isInstanceOf(OffHeapOutOfMemoryError.class);
        }
    }

    @Test
    void anErrorLeavesTheBlockThatWasToGrow() {
        try (Allocator small = open(8 << 20)) {
            MemorySegment block = small.allocate(100);
            block.fill((byte) 3);
            assertThatThrownBy(() -> small.reallocate(block, 100 << 20)).isInstanceOf(OffHeapOutOfMemoryError.class);
            assertThat(block.get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 3);
            small.free(block);
        }
    }

    @Test
    void trimGivesBackAllThatIsFree() {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            blocks.add(allocator.malloc(SIZES[i % SIZES.length] / 4));
        }
        assertThat(allocator.stats().committedBytes()).isGreaterThan(50 << 20);
        blocks.forEach(allocator::free);
        allocator.trim();
        long left = allocator.stats().committedBytes();
        if (source.equals("posix")) {
            assertThat(left).isZero();
        } else {
            // This source cannot give SuperSlabs back; they serve again.
            assertThat(left).isEqualTo(allocator.stats().superSlabs() << 21);
        }
    }
}
