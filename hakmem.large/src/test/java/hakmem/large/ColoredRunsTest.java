package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.CacheColor;
import hakmem.superslab.Slab;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in its first slab the block of a run starts. */
class ColoredRunsTest {
    private final Fixture fixture = new Fixture();
    private final LargeBlocks blocks = fixture.blocks;

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {33_000, 50_000, 100_000, 150_000})
    void blocksOfOneSizeStartAtManyLines(long byteSize) throws Exception {
        Set<Long> lines = new HashSet<>();
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long address = blocks.allocate(byteSize, 16);
            made.add(address);
            lines.add(address % Slab.BYTES);
            assertThat(address % CacheColor.LINE).isZero();
            assertThat(blocks.usableSize(address)).isGreaterThanOrEqualTo(byteSize);
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        made.forEach(blocks::free);
        fixture.checkEmpty();
    }

    @Test
    void whoAsksForAlignmentGetsTheStartOfASlab() throws Exception {
        for (long alignment = 2 * CacheColor.LINE; alignment <= Slab.BYTES; alignment *= 2) {
            colored();
            long address = blocks.allocate(50_000, alignment);
            assertThat(address % Slab.BYTES).isZero();
            assertThat(blocks.alignment(address)).isEqualTo(Slab.BYTES);
        }
        assertThat(blocks.alignment(colored())).isEqualTo(CacheColor.LINE);
    }

    @Test
    void aBlockThatFillsItsSlabsStartsWithThem() throws Exception {
        long least = Slab.BYTES - CacheColor.MAX;
        colored();
        assertThat(blocks.usableSize(blocks.allocate(least + 1, 16))).isEqualTo(Slab.BYTES);
        assertThat(blocks.usableSize(blocks.allocate(Slab.BYTES, 16))).isEqualTo(Slab.BYTES);
        long colored = colored(least);
        assertThat(blocks.usableSize(colored)).isBetween(least, Slab.BYTES - (long) CacheColor.LINE);
    }

    @Test
    void theStartOfTheSlabIsNoBlockWhileTheBlockStartsLater() throws Exception {
        long block = colored();
        long slab = block & -Slab.BYTES;
        for (long address : new long[] {slab, block - 16, block - 1, block + 1, block + 16}) {
            assertThatThrownBy(() -> blocks.free(address)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> blocks.usableSize(address)).isExactlyInstanceOf(InvalidFreeException.class);
        }
        blocks.free(block);
        assertThatThrownBy(() -> blocks.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThatThrownBy(() -> blocks.free(block + 16)).isExactlyInstanceOf(InvalidFreeException.class);
        fixture.pool.trim(0);
        assertThatThrownBy(() -> blocks.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
    }

    /** A run of several is not kept: its word goes on saying where it started. */
    @Test
    void whereARunOfSeveralStartedIsKnownAfterItsFree() throws Exception {
        long block = colored(100_000);
        blocks.free(block);
        assertThatThrownBy(() -> blocks.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThatThrownBy(() -> blocks.free(block & -Slab.BYTES)).isExactlyInstanceOf(InvalidFreeException.class);
    }

    @Test
    void itsSegmentStartsWithTheBlockAndEndsBeforeTheNextSlab() throws Exception {
        long block = colored();
        long usable = blocks.usableSize(block);
        assertThat(blocks.segment(block, usable).address()).isEqualTo(block);
        assertThat(block + usable).isEqualTo((block & -Slab.BYTES) + Slab.BYTES);
        assertThatThrownBy(() -> blocks.segment(block, usable + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aBlockThatGrowsCountsWhatLiesBeforeIt() throws Exception {
        long block = colored();
        long before = block % Slab.BYTES;
        assertThat(blocks.resize(block, Slab.BYTES - before)).isTrue();
        assertThat(blocks.usableSize(block)).isEqualTo(Slab.BYTES - before);
        if (blocks.resize(block, Slab.BYTES)) {
            assertThat(blocks.usableSize(block)).isEqualTo(2L * Slab.BYTES - before);
        }
        blocks.free(block);
    }

    @Test
    void zeroedBlocksAreZeroFromTheirOwnStartOn() throws Exception {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long block = blocks.allocate(40 * KIB, 16);
            blocks.segment(block, blocks.usableSize(block)).fill((byte) 0x5a);
            made.add(block);
        }
        made.forEach(blocks::free);
        for (int i = 0; i < 4; i++) {
            long block = blocks.allocateZeroed(40 * KIB, 16);
            assertThat(blocks.segment(block, 40 * KIB).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(0);
        }
    }

    private long colored() throws Exception {
        return colored(50_000);
    }

    /** A block that does not start with its slab. */
    private long colored(long byteSize) throws Exception {
        long block;
        do {
            block = blocks.allocate(byteSize, 16);
        } while (block % Slab.BYTES == 0);
        return block;
    }
}
