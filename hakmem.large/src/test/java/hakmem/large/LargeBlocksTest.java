package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.CacheColor;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LargeBlocksTest {
    private final Fixture fixture = new Fixture();
    private final LargeBlocks blocks = fixture.blocks;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void mappingsComeFirstIfToldSoAndRunsWhereThereAreNone() throws Exception {
        AtomicBoolean refuses = new AtomicBoolean();
        MemorySource source = new MemorySource() {
            @Override
            public String name() {
                return "refusing";
            }

            @Override
            public long pageSize() {
                return fixture.source.pageSize();
            }

            @Override
            public boolean givesBack() {
                return true;
            }

            @Override
            public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
                if (refuses.get()) {
                    throw new MemoryRefusedException(Reason.SYSTEM, "scripted");
                }
                return fixture.source.reserve(byteSize, byteAlignment);
            }
        };
        LargeBlocks apart = new LargeBlocks(fixture.pool, source, fixture.budget, true);
        long mapping = apart.allocate(100 * KIB, 16);
        assertThat(apart.isDirect(mapping)).isTrue();
        refuses.set(true);
        long run = apart.allocate(100 * KIB, 16);
        assertThat(apart.isDirect(run)).isFalse();
        assertThat(apart.usableSize(run)).isEqualTo(128 * KIB);
        apart.free(run);
        apart.free(mapping);
        apart.close();
    }

    @Test
    void theTestsRunInTheNamedModule() {
        assertThat(getClass().getModule().isNamed()).isTrue();
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.large");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "32769, 1",
        "65536, 1",
        "65537, 2",
        "100000, 2",
        "131072, 2",
        "1048575, 16",
        "1048576, 16"
    })
    void aBlockUpToOneMebibyteIsARunOfAsManySlabsAsItNeeds(long byteSize, int slabs) throws Exception {
        long address = blocks.allocate(byteSize, 16);

        assertThat(blocks.isDirect(address)).isFalse();
        long before = address % Slab.BYTES;
        assertThat(before).isLessThanOrEqualTo(CacheColor.MAX);
        assertThat(blocks.usableSize(address)).isEqualTo((long) slabs * Slab.BYTES - before);
        assertThat(blocks.stats().liveRuns()).isEqualTo(1);
        assertThat(blocks.stats().liveRunBytes()).isEqualTo((long) slabs * Slab.BYTES - before);
        assertThat(Slab.sizeClassOf(fixture.region.slab(address).word())).isGreaterThanOrEqualTo(LargeBlocks.RUN_CLASS);
        blocks.free(address);
        fixture.checkEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB + 1, MIB + 4096, 3 * MIB + 17})
    void aLargerBlockHasAMappingOfItsOwnRoundedToPages(long byteSize) throws Exception {
        long address = blocks.allocate(byteSize, 16);

        long rounded = (byteSize + 4095) / 4096 * 4096;
        assertThat(blocks.isDirect(address)).isTrue();
        assertThat(blocks.usableSize(address)).isEqualTo(rounded);
        assertThat(blocks.stats())
                .extracting(
                        LargeBlocks.Stats::liveMappings,
                        LargeBlocks.Stats::liveMappingBytes,
                        LargeBlocks.Stats::directCommittedBytes,
                        LargeBlocks.Stats::cachedBytes)
                .containsExactly(1L, rounded, rounded, 0L);
        assertThat(fixture.budget.committed()).isEqualTo(rounded);
        blocks.free(address);
        fixture.checkEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 4096, Slab.BYTES, 2L * Slab.BYTES, MIB, 2 * MIB, 8 * MIB})
    void aBlockIsAlignedAsAsked(long alignment) throws Exception {
        for (long byteSize : new long[] {1, 40 * KIB, 300 * KIB, 2 * MIB}) {
            List<Long> addresses = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long address = blocks.allocate(byteSize, alignment);
                assertThat(address % alignment).as("%d bytes", byteSize).isZero();
                addresses.add(address);
            }
            addresses.forEach(blocks::free);
        }
        fixture.checkEmpty();
    }

    @Test
    void blocksKeepTheirContents() throws Exception {
        List<MemorySegment> live = new ArrayList<>();
        long[] sizes = {33 * KIB, 64 * KIB, 65 * KIB, 500 * KIB, MIB, MIB + 1, 2 * MIB};
        for (int i = 0; i < sizes.length; i++) {
            MemorySegment segment = blocks.segment(blocks.allocate(sizes[i], 16), sizes[i]);
            assertThat(segment.byteSize()).isEqualTo(sizes[i]);
            live.add(segment.fill((byte) (i + 1)));
        }
        for (int i = 0; i < sizes.length; i++) {
            assertThat(live.get(i).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly((byte) (i + 1))
                    .hasSize((int) sizes[i]);
            blocks.free(live.get(i).address());
        }
        fixture.checkEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {100 * KIB, 2 * MIB})
    void aZeroedBlockIsZeroInMemoryUsedBefore(long byteSize) throws Exception {
        long first = blocks.allocate(byteSize, 16);
        blocks.segment(first, byteSize).fill((byte) 0x5a);
        blocks.free(first);

        long second = blocks.allocateZeroed(byteSize, 16);

        assertThat(second).as("the memory used before").isEqualTo(first);
        assertThat(blocks.segment(second, byteSize).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly((byte) 0);
    }

    @Test
    void aSegmentIsExactlyAsLongAsAskedAndNotLongerThanTheBlock() throws Exception {
        long run = blocks.allocate(100 * KIB, 16);
        long mapping = blocks.allocate(2 * MIB, 16);

        assertThat(blocks.segment(run, 0).byteSize()).isZero();
        assertThat(blocks.segment(run, 128 * KIB).address()).isEqualTo(run);
        assertThat(blocks.segment(mapping, 2 * MIB).address()).isEqualTo(mapping);
        assertThatThrownBy(() -> blocks.segment(run, 128 * KIB + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> blocks.segment(mapping, 2 * MIB + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSegmentOfAClosedMappingFailsOnAccess() throws Exception {
        long address = blocks.allocate(2 * MIB, 16);
        MemorySegment segment = blocks.segment(address, 2 * MIB);
        blocks.free(address);
        blocks.trim(0);

        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatThePoolRefusesIsMapped(Reason reason) throws Exception {
        fixture.strategy.refuse(reason);

        long run = blocks.allocate(100 * KIB, 16);
        long small = blocks.allocateDirect(24, 16);

        assertThat(blocks.isDirect(run)).isTrue();
        assertThat(blocks.usableSize(run)).isEqualTo(100 * KIB);
        assertThat(blocks.isDirect(small)).isTrue();
        assertThat(blocks.usableSize(small)).isEqualTo(4096);
        blocks.free(run);
        blocks.free(small);
        fixture.checkEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 16", "-9223372036854775808, 16", "1, 0", "1, 3", "1, -2", "1, -9223372036854775808"})
    void aBadSizeOrAlignmentIsAnIllegalArgument(long byteSize, long alignment) {
        assertThatThrownBy(() -> blocks.allocate(byteSize, alignment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(byteSize))
                .hasMessageContaining(Long.toString(alignment));
        assertThatThrownBy(() -> blocks.allocateDirect(byteSize, alignment))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 1",
        "9223372036854775807, 4611686018427387904",
        "1, 4611686018427387904",
        "4611686018427387904, 16",
        "72057594037927936, 72057594037927936",
        "35184372088832, 16"
    })
    void anAbsurdRequestIsRefused(long byteSize, long alignment) {
        assertThatThrownBy(() -> blocks.allocate(byteSize, alignment)).isInstanceOf(MemoryRefusedException.class);
        assertThatThrownBy(() -> blocks.allocateDirect(byteSize, alignment)).isInstanceOf(MemoryRefusedException.class);
        assertThatThrownBy(() -> blocks.allocateZeroed(byteSize, alignment)).isInstanceOf(MemoryRefusedException.class);
        fixture.checkEmpty();
    }
}
