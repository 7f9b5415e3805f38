package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealSourcesTest {
    @ParameterizedTest
    @ValueSource(strings = {"posix", "mapped"})
    void largeBlocksWorkOnTheSourcesUsersHave(String name) throws Exception {
        MemorySource source = MemorySources.open(Optional.of(name));
        MemorySegment zeros = MemorySegment.ofArray(new byte[8 << 20]);
        MemoryBudget budget = new MemoryBudget(64 * MIB);
        try (Region region = Region.reserve(source, 4L * SuperSlab.BYTES, budget);
                GuardedPool pool = GuardedPool.open(new FirstFitPool.Provider(), region);
                LargeBlocks blocks = new LargeBlocks(pool, source, budget)) {
            long run = blocks.allocate(700 * KIB, 16);
            long mapping = blocks.allocateZeroed(8 * MIB, 2 * MIB);
            MemorySegment segment = blocks.segment(mapping, 8 * MIB);
            assertThat(mapping % (2 * MIB)).isZero();
            assertThat(segment.mismatch(zeros)).isEqualTo(-1);
            blocks.segment(run, 700 * KIB).fill((byte) 1);
            segment.fill((byte) 2);

            boolean shrunk = blocks.resize(mapping, 2 * MIB);
            assertThat(shrunk).isEqualTo(source.givesBack());
            assertThat(blocks.resize(mapping, 8 * MIB)).isTrue();
            assertThat(segment.get(ValueLayout.JAVA_BYTE, 2 * MIB - 1)).isEqualTo((byte) 2);
            segment.fill((byte) 3);
            blocks.validate();
            blocks.free(mapping);
            assertThat(blocks.allocateZeroed(8 * MIB, 2 * MIB)).as("cached").isEqualTo(mapping);
            assertThat(blocks.segment(mapping, 8 * MIB).mismatch(zeros)).isEqualTo(-1);

            segment.fill((byte) 4);
            long moved = blocks.move(mapping, 24 * MIB, null);
            assertThat(moved != 0).isEqualTo(source.movesPages());
            if (moved != 0) {
                assertThat(moved % (2 * MIB)).as("aligned as it was").isZero();
                assertThat(blocks.segment(moved, 24 * MIB).asSlice(8 * MIB - 1).mismatch(fourAndZeros()))
                        .isEqualTo(-1);
                assertThat(blocks.resize(moved, 8 * MIB)).isTrue();
                mapping = moved;
            }

            blocks.free(mapping);
            blocks.free(run);
            assertThat(blocks.trim(0)).isEqualTo(8 * MIB);
            assertThat(blocks.stats().directCommittedBytes()).isZero();
            assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            blocks.validate();
        }
    }

    private static MemorySegment fourAndZeros() {
        byte[] bytes = new byte[(16 << 20) + 1];
        bytes[0] = 4;
        return MemorySegment.ofArray(bytes);
    }
}
