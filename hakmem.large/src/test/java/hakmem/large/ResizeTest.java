package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ResizeTest {
    @Test
    void whereTheStrategyCannotSplitRunsARunStaysIfItNeedsAsManySlabs() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.strategy.splitsRuns(false);
            long address = fixture.blocks.allocate(100 * KIB, 16);

            assertThat(fixture.blocks.resize(address, 64 * KIB + 1)).isTrue();
            assertThat(fixture.blocks.resize(address, 128 * KIB)).isTrue();
            assertThat(fixture.blocks.resize(address, 64 * KIB)).isFalse();
            assertThat(fixture.blocks.resize(address, 128 * KIB + 1)).isFalse();
            assertThat(fixture.blocks.resize(address, Long.MAX_VALUE)).isFalse();
            assertThat(fixture.blocks.usableSize(address)).isEqualTo(128 * KIB);
        }
    }

    @Test
    void aRunGivesItsEndBackAndGrowsIntoWhatIsFreeBehindIt() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(MIB, 16);
            fixture.blocks.segment(address, MIB).fill((byte) 7);

            assertThat(fixture.blocks.resize(address, 100 * KIB)).isTrue();

            assertThat(fixture.blocks.usableSize(address)).isEqualTo(128 * KIB);
            assertThat(fixture.blocks.stats().liveRunBytes()).isEqualTo(128 * KIB);
            fixture.blocks.validate();
            long behind = fixture.blocks.allocate(64 * KIB, 16);
            assertThat(behind).as("what was given back is free").isEqualTo(address + 128 * KIB);
            assertThat(fixture.blocks.resize(address, 129 * KIB)).isFalse();
            assertThat(fixture.blocks.usableSize(address)).isEqualTo(128 * KIB);
            fixture.blocks.free(behind);

            assertThat(fixture.blocks.resize(address, MIB)).isTrue();

            assertThat(fixture.blocks.usableSize(address)).isEqualTo(MIB);
            assertThat(fixture.blocks.resize(address, MIB + 1))
                    .as("no run is larger")
                    .isFalse();
            assertThat(fixture.blocks.segment(address, 100 * KIB).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly((byte) 7);
            fixture.blocks.validate();
            fixture.blocks.free(address);
            fixture.checkEmpty();
        }
    }

    @Test
    void freesAndInteriorPointersOfARunThatChangedItsLength() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(300 * KIB, 16);
            fixture.blocks.resize(address, 64 * KIB);
            assertThatThrownBy(() -> fixture.blocks.free(address + 64 * KIB))
                    .isExactlyInstanceOf(InvalidFreeException.class);
            fixture.blocks.resize(address, 200 * KIB);
            assertThatThrownBy(() -> fixture.blocks.free(address + 64 * KIB))
                    .isExactlyInstanceOf(InvalidFreeException.class)
                    .hasMessageContaining("starts at 0x%x", address);
            fixture.blocks.free(address);
            assertThatThrownBy(() -> fixture.blocks.free(address)).isInstanceOf(DoubleFreeException.class);
            fixture.checkEmpty();
        }
    }

    @Test
    void aMappingGivesItsEndBackAndGrowsIntoItAgain() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(4 * MIB, 16);
            fixture.blocks.segment(address, 4 * MIB).fill((byte) 7);

            assertThat(fixture.blocks.resize(address, MIB + 1)).isTrue();

            assertThat(fixture.blocks.usableSize(address)).isEqualTo(MIB + 4096);
            assertThat(fixture.budget.committed()).isEqualTo(MIB + 4096);
            assertThat(fixture.source.committed).hasValue(MIB + 4096);
            fixture.blocks.validate();

            assertThat(fixture.blocks.resize(address, 4 * MIB)).isTrue();

            MemorySegment grown = fixture.blocks.segment(address, 4 * MIB);
            assertThat(grown.asSlice(0, MIB + 1).toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 7);
            assertThat(fixture.budget.committed()).isEqualTo(4 * MIB);
            assertThat(fixture.blocks.resize(address, 4 * MIB + 1)).isFalse();
            fixture.blocks.free(address);
            fixture.checkEmpty();
        }
    }

    @Test
    void aMappingThatShrinksByLittleKeepsItsMemory() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(4 * MIB, 16);

            assertThat(fixture.blocks.resize(address, 3 * MIB)).isTrue();

            assertThat(fixture.blocks.usableSize(address)).isEqualTo(4 * MIB);
        }
    }

    @Test
    void whereTheSourceGivesNothingBackABlockMustMoveToShrink() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.source.givesBack(false);
            long address = fixture.blocks.allocate(4 * MIB, 16);

            assertThat(fixture.blocks.resize(address, MIB)).isFalse();
            assertThat(fixture.blocks.usableSize(address)).isEqualTo(4 * MIB);
        }
    }

    @Test
    void aRefusedGrowthLeavesTheBlockAsItWas() throws Exception {
        try (Fixture fixture = new Fixture(4 * MIB)) {
            long address = fixture.blocks.allocate(4 * MIB, 16);
            assertThat(fixture.blocks.resize(address, 2 * MIB)).isTrue();
            long other = fixture.blocks.allocate(2 * MIB - 4096, 16);

            assertThat(fixture.blocks.resize(address, 4 * MIB))
                    .as("over the limit")
                    .isFalse();
            assertThat(fixture.blocks.usableSize(address)).isEqualTo(2 * MIB);
            fixture.blocks.free(other);
            fixture.source.failAfter(0, () -> new IllegalArgumentException("a broken source"));
            assertThat(catchThrowable(() -> fixture.blocks.resize(address, 3 * MIB)))
                    .isInstanceOf(IllegalArgumentException.class);
            fixture.blocks.validate();
            assertThat(fixture.blocks.resize(address, 4 * MIB))
                    .as("what is cached makes room")
                    .isTrue();
            fixture.blocks.free(address);
            fixture.checkEmpty();
        }
    }
}
