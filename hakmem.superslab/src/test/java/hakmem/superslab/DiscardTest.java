package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Memory of slabs that goes back where the SuperSlab stays. */
class DiscardTest extends ScriptedRegion {
    @Test
    void neighboursAreDiscardedInOneCallAndStayCharged() throws Exception {
        try (Region region = region()) {
            region.commit();
            SuperSlab superSlab = region.commit();
            assertThat(region.discards()).isTrue();
            region.discard(superSlab, 3, 5);
            region.discard(superSlab, 0, SuperSlab.SLABS);
            assertThat(source.discarded)
                    .containsExactly(
                            SuperSlab.BYTES + 3 * Slab.BYTES + " + " + 5 * Slab.BYTES,
                            SuperSlab.BYTES + " + " + SuperSlab.BYTES);
            assertThat(superSlab.isCommitted()).isTrue();
            assertThat(budget.committed()).isEqualTo(2L * SuperSlab.BYTES);
        }
    }

    @Test
    void theLossOfContentsIsCountedForTheSlabsThatLoseThem() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            int before = superSlab.slab(0).losses();
            region.discard(superSlab, 1, 2);
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                boolean lost = slot == 1 || slot == 2;
                assertThat(superSlab.slab(slot).losses() != before).isEqualTo(lost);
            }
            region.decommit(superSlab);
            assertThat(region.commit()).isSameAs(superSlab);
            assertThat(superSlab.slab(0).losses()).isNotEqualTo(before);
        }
    }

    @Test
    void anActiveSlabKeepsItsMemoryAndSoDoItsNeighbours() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            superSlab.slab(7).tryActivate(1, 1);
            int before = superSlab.slab(6).losses();
            assertThatIllegalStateException()
                    .isThrownBy(() -> region.discard(superSlab, 6, 2))
                    .withMessageContaining(
                            "slab 0x%x".formatted(superSlab.slab(7).address()));
            assertThat(source.discarded).isEmpty();
            assertThat(superSlab.slab(6).losses()).isEqualTo(before);
        }
    }

    @Test
    void onlyWhatIsCommittedInAnOpenRegionIsDiscarded() throws Exception {
        Region region = region();
        SuperSlab superSlab = region.commit();
        try (Region other = region()) {
            assertThatIllegalArgumentException().isThrownBy(() -> other.discard(superSlab, 0, 1));
        }
        SuperSlab decommitted = region.commit();
        region.decommit(decommitted);
        assertThatIllegalStateException().isThrownBy(() -> region.discard(decommitted, 0, 1));
        region.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> region.discard(superSlab, 0, 1))
                .withMessageContaining("closed");
        assertThat(source.discarded).isEmpty();
    }

    @Test
    void aSourceThatFailsIsNamedAndTheContentsCountAsLost() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            int before = superSlab.slab(1).losses();
            source.failAt(ScriptedSource.Call.DISCARD, 1, () -> new IllegalStateException("half way"));
            assertThatThrownBy(() -> region.discard(superSlab, 1, 1))
                    .isInstanceOf(MemorySourceException.class)
                    .hasMessageContaining("scripted")
                    .hasMessageContaining("discard");
            assertThat(superSlab.slab(1).losses()).isNotEqualTo(before);
            assertThat(superSlab.isCommitted()).isTrue();
            region.discard(superSlab, 1, 1);
        }
    }

    @Test
    void aSourceThatCannotSaysSo() throws Exception {
        source.discards = false;
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            assertThat(region.discards()).isFalse();
            assertThatThrownBy(() -> region.discard(superSlab, 0, 1))
                    .isInstanceOf(MemorySourceException.class)
                    .hasCauseInstanceOf(UnsupportedOperationException.class);
        }
    }
}
