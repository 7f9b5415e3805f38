package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeBlocksStressTest {
    private static final long LIMIT = 12 * MIB;
    private static final int THREADS = 3;
    private static final int OPERATIONS = 1500;

    private record Block(long address, long byteSize, long stamp) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261123})
    void blocksOfManyThreadsNeverOverlapAndNothingIsLost(long seed) throws Exception {
        try (Fixture fixture = new Fixture(LIMIT)) {
            ConcurrentLinkedQueue<Block> handedOver = new ConcurrentLinkedQueue<>();
            SplittableRandom seeds = new SplittableRandom(seed);
            Team team = new Team();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = seeds.split();
                team.add(() -> work(fixture.blocks, random, handedOver));
            }
            team.run();

            handedOver.forEach(block -> verifyAndFree(fixture.blocks, block));
            assertThat(fixture.source.mostCommitted.get())
                    .as("never over the limit")
                    .isLessThanOrEqualTo(LIMIT);
            fixture.checkEmpty();
        }
    }

    private static void work(LargeBlocks blocks, SplittableRandom random, ConcurrentLinkedQueue<Block> handedOver) {
        for (int i = 0; i < OPERATIONS; i++) {
            int choice = random.nextInt(100);
            if (choice < 45) {
                allocate(blocks, random, handedOver);
            } else if (choice < 95) {
                Block block = handedOver.poll();
                if (block != null) {
                    handOverResized(blocks, random, handedOver, block);
                }
            } else if (choice < 98) {
                blocks.trim(random.nextInt(2) * 1000L);
            } else {
                blocks.stats();
            }
        }
    }

    private static void allocate(LargeBlocks blocks, SplittableRandom random, ConcurrentLinkedQueue<Block> to) {
        long byteSize = random.nextInt(3) > 0 ? random.nextLong(16, 300 * KIB) : random.nextLong(MIB, 3 * MIB);
        boolean zeroed = random.nextInt(4) == 0;
        try {
            long address = zeroed ? blocks.allocateZeroed(byteSize, 16) : blocks.allocate(byteSize, 16);
            MemorySegment segment = blocks.segment(address, byteSize);
            if (zeroed) {
                assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) byteSize])))
                        .isEqualTo(-1);
            }
            to.add(stamp(segment, byteSize, random.nextLong()));
        } catch (MemoryRefusedException e) {
            Block block = to.poll();
            if (block != null) {
                verifyAndFree(blocks, block);
            }
        }
    }

    private static void handOverResized(
            LargeBlocks blocks, SplittableRandom random, ConcurrentLinkedQueue<Block> to, Block block) {
        if (random.nextInt(3) == 0) {
            verify(blocks, block);
            long byteSize = random.nextLong(16, 3 * MIB);
            if (blocks.resize(block.address, byteSize)) {
                to.add(stamp(blocks.segment(block.address, byteSize), byteSize, random.nextLong()));
                return;
            }
        }
        verifyAndFree(blocks, block);
    }

    /** Every page and both ends carry the stamp. */
    private static Block stamp(MemorySegment segment, long byteSize, long stamp) {
        for (long offset = 0; offset + 8 <= byteSize; offset += 4096) {
            segment.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, stamp);
        }
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, byteSize - 8, stamp);
        return new Block(segment.address(), byteSize, stamp);
    }

    private static void verify(LargeBlocks blocks, Block block) {
        MemorySegment segment = blocks.segment(block.address, block.byteSize);
        assertThat(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, block.byteSize - 8))
                .isEqualTo(block.stamp);
        for (long offset = 0; offset + 16 <= block.byteSize; offset += 4096) {
            if (segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) != block.stamp
                    && offset + 8 <= block.byteSize - 8) {
                throw new AssertionError("block " + block + " was overwritten at " + offset);
            }
        }
    }

    private static void verifyAndFree(LargeBlocks blocks, Block block) {
        verify(blocks, block);
        blocks.free(block.address);
    }
}
