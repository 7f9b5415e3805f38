package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ResizeTest {
    @Test
    void aRunStaysWhereItNeedsAsManySlabs() throws Exception {
        try (Fixture fixture = new Fixture()) {
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
