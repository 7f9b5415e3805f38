package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CloseTest {
    @Test
    void closeGivesLiveAndCachedMappingsBackAndLaterCallsFail() throws Exception {
        try (Fixture fixture = new Fixture()) {
            LargeBlocks blocks = fixture.blocks;
            long live = blocks.allocate(2 * MIB, 16);
            MemorySegment segment = blocks.segment(live, 2 * MIB);
            blocks.free(blocks.allocate(4 * MIB, 16));

            blocks.close();
            blocks.close();

            assertThat(fixture.openMappings()).isZero();
            assertThat(fixture.budget.committed()).isZero();
            assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.allocate(2 * MIB, 16)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.allocate(100, 16)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.free(live)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.usableSize(live)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.segment(live, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> blocks.resize(live, 1)).isInstanceOf(IllegalStateException.class);
            assertThat(blocks.stats().liveMappings()).isZero();
        }
    }

    @Test
    void aMappingInUseIsReportedTheOthersAreClosedAndCloseCanBeCalledAgain() throws Exception {
        try (Fixture fixture = new Fixture()) {
            LargeBlocks blocks = fixture.blocks;
            blocks.allocate(2 * MIB, 16);
            blocks.allocate(3 * MIB, 16);
            fixture.source.busy(true);

            assertThatThrownBy(blocks::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("2 mappings of %d bytes", 5 * MIB);
            assertThat(fixture.budget.committed()).isEqualTo(5 * MIB);

            fixture.source.busy(false);
            blocks.close();
            assertThat(fixture.openMappings()).isZero();
            assertThat(fixture.budget.committed()).isZero();
        }
    }

    @RepeatedTest(30)
    void noMappingOutlivesCloseWhateverOtherThreadsDo() throws Exception {
        try (Fixture fixture = new Fixture()) {
            LargeBlocks blocks = fixture.blocks;
            Team team = new Team();
            for (int worker = 0; worker < 2; worker++) {
                team.add(() -> {
                    try {
                        for (int i = 0; i < 1_000_000; i++) {
                            long kept = blocks.allocateDirect(64 * KIB, 16);
                            blocks.free(blocks.allocateDirect(4 * KIB, 16));
                            if (i % 4 != 0) {
                                blocks.free(kept);
                            }
                        }
                        throw new AssertionError("close was not noticed");
                    } catch (IllegalStateException expected) {
                        assertThat(expected).hasMessageContaining("closed");
                    } catch (MemoryRefusedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            team.add(blocks::close);

            team.run();

            assertThat(fixture.openMappings()).isZero();
            assertThat(fixture.budget.committed()).isZero();
            blocks.validate();
        }
    }
}
