package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.api.SizeClassStats;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TinyAllocatorTest {
    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void blocksOfEveryClassAreAlignedAndApart() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            int size = SizeClasses.blockSize(c);
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 3 * BlockLinks.capacity(c); i++) {
                long block = tiny.malloc(size);
                assertThat(block % SizeClasses.alignment(c)).isZero();
                assertThat(seen.add(block)).isTrue();
            }
            List<Long> sorted = seen.stream().sorted().toList();
            for (int i = 1; i < sorted.size(); i++) {
                assertThat(sorted.get(i) - sorted.get(i - 1)).isGreaterThanOrEqualTo(size);
            }
            tiny.blocks.validate();
        }
    }

    @Test
    void whatIsNoSmallSizeFindsNoBlockAtHand() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            tiny.malloc(SizeClasses.blockSize(c));
        }
        long blocks = tiny.liveBlocks();
        for (long size = -SizeClasses.GRANULE - 1; size < 0; size++) {
            assertThat(tiny.blocks.fastPath().allocate(size, refused -> BlockSlab.NO_BLOCK))
                    .as("%d bytes", size)
                    .isZero();
        }
        for (long size : new long[] {1025, 1L << 32, (1L << 32) + 16, 1L << 36, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(tiny.blocks.fastPath().allocate(size, refused -> BlockSlab.NO_BLOCK))
                    .as("%d bytes", size)
                    .isZero();
        }
        assertThat(tiny.liveBlocks()).isEqualTo(blocks);
    }

    @Test
    void theBlockThatWasFreedLastIsAtHand() {
        for (int size = 0; size <= ThreadHeap.MAX_BY_SIZE * SizeClasses.GRANULE; size++) {
            long block = tiny.malloc(size);
            tiny.free(block);
            assertThat(tiny.blocks.fastPath().allocate(size, refused -> BlockSlab.NO_BLOCK))
                    .as("%d bytes", size)
                    .isEqualTo(block);
            assertThat(tiny.blocks.usableSize(block)).isEqualTo(SizeClasses.blockSize(SizeClasses.of(size)));
        }
    }

    @Test
    void contentsSurviveRandomTraffic() {
        long seed = 20260311;
        Random random = new Random(seed);
        List<long[]> live = new ArrayList<>();
        for (int step = 0; step < 100_000; step++) {
            if (live.size() < 3000 && random.nextInt(5) < 3) {
                int size = 8 + random.nextInt(2000);
                long block = tiny.malloc(size);
                tiny.at(block, size).fill((byte) block);
                tiny.at(block, 8).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, block);
                live.add(new long[] {block, size});
            } else if (!live.isEmpty()) {
                int at = random.nextInt(live.size());
                long[] entry = live.get(at);
                live.set(at, live.getLast());
                live.removeLast();
                assertThat(tiny.at(entry[0], 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(entry[0]);
                if (entry[1] > 8) {
                    assertThat(tiny.at(entry[0], entry[1]).get(ValueLayout.JAVA_BYTE, entry[1] - 1))
                            .isEqualTo((byte) entry[0]);
                }
                tiny.free(entry[0]);
            }
        }
        assertThat(tiny.liveBlocks()).isEqualTo(live.size());
        tiny.blocks.validate();
        live.forEach(entry -> tiny.free(entry[0]));
        assertThat(tiny.liveBlocks()).isZero();
    }

    @Test
    void aFreedBlockIsUsedAgain() {
        long block = tiny.malloc(24);
        tiny.free(block);
        assertThat(tiny.malloc(24)).isEqualTo(block);
    }

    @Test
    void aSecondFreeIsRefusedAndChangesNothing() {
        long block = tiny.malloc(100);
        tiny.free(block);
        assertThatThrownBy(() -> tiny.free(block))
                .isExactlyInstanceOf(DoubleFreeException.class)
                .hasMessageContaining("0x%x".formatted(block))
                .hasMessageContaining("112 bytes")
                .hasMessageContaining("size class 6");
        tiny.blocks.validate();
        assertThat(tiny.liveBlocks()).isZero();
    }

    @Test
    void aSecondFreeIsRefusedEvenIfTheSlabHasGoneBackToThePool() {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 3 * Slab.BYTES / 1024; i++) {
            blocks.add(tiny.malloc(1024));
        }
        blocks.forEach(tiny::free);
        for (long block : blocks) {
            assertThatThrownBy(() -> tiny.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
        }
    }

    @Test
    void everyAddressInsideABlockIsRefused() {
        for (int size : new int[] {16, 48, 100, 1000, 5000, 20000}) {
            long block = tiny.malloc(size);
            int blockSize = tiny.blocks.usableSize(block);
            for (int inside = 1; inside < blockSize; inside += inside < 64 ? 1 : 61) {
                long address = block + inside;
                assertThatThrownBy(() -> tiny.free(address))
                        .as("%d bytes into a block of %d", inside, size)
                        .isExactlyInstanceOf(InvalidFreeException.class)
                        .hasMessageContaining(
                                inside == 1 ? "1 byte after the start" : "%d bytes after the start".formatted(inside));
                assertThatThrownBy(() -> tiny.blocks.usableSize(address)).isInstanceOf(InvalidFreeException.class);
            }
            tiny.blocks.validate();
            tiny.free(block);
        }
    }

    @Test
    void whatWasNeverAllocatedIsRefused() {
        long block = tiny.malloc(1024);
        long base = block & -Slab.BYTES;
        assertThatThrownBy(() -> tiny.free(base + 60 * 1024)).isExactlyInstanceOf(InvalidFreeException.class);
        assertThatThrownBy(() -> tiny.free(base + Slab.BYTES)).isExactlyInstanceOf(InvalidFreeException.class);
        long end = tiny.region.base() + tiny.region.byteSize();
        for (long foreign :
                new long[] {1, 16, tiny.region.base() - 16, end, -16, Long.MIN_VALUE, Long.MAX_VALUE - 15}) {
            assertThatThrownBy(() -> tiny.free(foreign))
                    .as("0x%x", foreign)
                    .isExactlyInstanceOf(InvalidFreeException.class);
        }
        // An address whose slab number, cut to 32 bits, would be that of the block.
        assertThatThrownBy(() -> tiny.free(block + (1L << 48))).isExactlyInstanceOf(InvalidFreeException.class);
        assertThat(tiny.liveBlocks()).isOne();
    }

    @Test
    void theEndOfASlabThatHoldsNoWholeBlockIsRefused() {
        long block = tiny.malloc(24 << 10);
        long base = block & -Slab.BYTES;
        tiny.malloc(24 << 10);
        assertThatThrownBy(() -> tiny.free(base + (48 << 10))).isExactlyInstanceOf(InvalidFreeException.class);
    }

    @Test
    void slabsGoBackToThePoolWhenNothingInThemIsLive() {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 100 * Slab.BYTES / 512; i++) {
            blocks.add(tiny.malloc(512));
        }
        assertThat(tiny.blocks.stats().slabs()).isEqualTo(100);
        blocks.forEach(tiny::free);
        // The current slab stays, and some wait to be settled.
        assertThat(tiny.blocks.stats().slabs()).isLessThanOrEqualTo(ThreadHeap.MAX_EVENTS);
        tiny.blocks.reclaim(true);
        assertThat(tiny.blocks.stats().slabs()).isZero();
        tiny.pool.trim(0);
        assertThat(tiny.budget.committed()).isZero();
    }

    @Test
    void aRefusalChangesNothingAndARetryAfterAFreeWorks() throws MemoryRefusedException {
        try (TinyFixture small = new TinyFixture(SuperSlab.BYTES, 8)) {
            List<Long> blocks = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            blocks.add(small.blocks.allocate(SizeClasses.of(8192)));
                        }
                    })
                    .isInstanceOf(MemoryRefusedException.class);
            assertThat(blocks).hasSize(SuperSlab.BYTES / 8192);
            small.blocks.validate();
            small.free(blocks.removeFirst());
            blocks.add(small.blocks.allocate(SizeClasses.of(8192)));
            blocks.forEach(small::free);
            assertThat(small.blocks.allocate(SizeClasses.of(16))).isNotZero();
        }
    }

    @Test
    void statisticsCountEachClass() {
        for (int i = 0; i < 10; i++) {
            tiny.malloc(100);
        }
        tiny.malloc(5000);
        List<SizeClassStats> classes = tiny.blocks.stats().sizeClasses();
        assertThat(classes).hasSize(SizeClasses.COUNT);
        assertThat(classes.get(SizeClasses.of(100))).isEqualTo(new SizeClassStats(112, 1, 10));
        assertThat(classes.get(SizeClasses.of(5000))).isEqualTo(new SizeClassStats(5120, 2, 1));
        assertThat(tiny.blocks.stats().liveBytes()).isEqualTo(10 * 112 + 5120);
    }

    @Test
    void nothingWorksAfterClose() {
        long block = tiny.malloc(10);
        tiny.blocks.close();
        assertThatIllegalStateException().isThrownBy(() -> tiny.malloc(10));
        assertThatIllegalStateException().isThrownBy(() -> tiny.free(block));
        assertThatIllegalStateException().isThrownBy(() -> tiny.blocks.usableSize(block));
        assertThatIllegalStateException().isThrownBy(() -> TinyFixture.inThread(() -> tiny.malloc(10)));
    }
}
