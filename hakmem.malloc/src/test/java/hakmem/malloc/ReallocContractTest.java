package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a block keeps when it is given another size. */
class ReallocContractTest extends AllocatorContract {
    @Test
    void reallocKeepsContentsBothWays() {
        long seed = 20260929;
        Random random = new Random(seed);
        MemorySegment block = allocator.allocate(10);
        block.fill((byte) 7);
        long kept = 10;
        for (int step = 0; step < 400; step++) {
            long size = SIZES[random.nextInt(SIZES.length)] + random.nextInt(50);
            kept = Math.min(kept, size);
            block = allocator.reallocate(block, size);
            assertThat(block.byteSize()).isEqualTo(size);
            for (long at = 0; at < kept; at += 61) {
                assertThat(block.get(ValueLayout.JAVA_BYTE, at))
                        .as("seed %d, step %d, byte %d of %d", seed, step, at, size)
                        .isEqualTo((byte) 7);
            }
            block.fill((byte) 7);
            kept = size;
        }
        allocator.free(block);
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void aLargeBlockKeepsItsAlignmentThroughReallocAsLongAsItIsLarge() {
        for (long alignment = 16; alignment <= 2 << 20; alignment <<= 1) {
            for (long size : new long[] {40_000, 300_000, 1 << 20, 3 << 20}) {
                long block = allocator.alignedAlloc(alignment, size);
                for (long next : new long[] {50_000, 2 << 20, 700_000, 9 << 20, 33_000, (1 << 20) + 1}) {
                    block = allocator.realloc(block, next);
                    assertThat(block % alignment)
                            .as("%d bytes aligned to %d, now %d", size, alignment, next)
                            .isZero();
                }
                allocator.free(block);
            }
        }
    }

    @Test
    void randomReallocsKeepContentsExactly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        MemorySegment[] blocks = new MemorySegment[12];
        byte[] marks = new byte[blocks.length];
        for (int step = 0; step < 200; step++) {
            int i = random.nextInt(blocks.length);
            long size = 1 + (long) Math.pow(2, random.nextDouble() * 22);
            if (blocks[i] == null) {
                blocks[i] = allocator.allocate(size, 1L << random.nextInt(13));
            } else {
                MemorySegment before = blocks[i];
                long kept = Math.min(before.byteSize(), size);
                blocks[i] = allocator.reallocate(before, size);
                assertThat(blocks[i].byteSize()).isEqualTo(size);
                byte mark = marks[i];
                assertThat(isFilledWith(blocks[i].asSlice(0, kept), mark))
                        .as("step %d of seed %d: %d to %d bytes", step, seed, before.byteSize(), size)
                        .isTrue();
            }
            marks[i] = (byte) random.nextInt();
            blocks[i].fill(marks[i]);
        }
        for (MemorySegment block : blocks) {
            if (block != null) {
                allocator.free(block);
            }
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    private static boolean isFilledWith(MemorySegment segment, byte mark) {
        long overlap = segment.byteSize() - 1;
        return segment.get(ValueLayout.JAVA_BYTE, 0) == mark
                && MemorySegment.mismatch(segment, 0, overlap, segment, 1, overlap + 1) == -1;
    }

    @Test
    void reallocOfNothingAllocates() {
        long block = allocator.realloc(0, 100);
        assertThat(allocator.usableSize(block)).isGreaterThanOrEqualTo(100);
        long empty = allocator.realloc(block, 0);
        assertThat(allocator.usableSize(empty)).isGreaterThanOrEqualTo(0);
        allocator.free(empty);
    }
}
