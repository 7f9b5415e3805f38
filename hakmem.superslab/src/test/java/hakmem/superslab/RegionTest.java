package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.superslab.Slab.State;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest extends ScriptedRegion {
    @Test
    void reservesWholeSuperSlabs() {
        try (Region region = Region.reserve(source, SuperSlab.BYTES + 1, budget)) {
            assertThat(region.byteSize()).isEqualTo(2 * SuperSlab.BYTES);
            assertThat(region.slabCount()).isEqualTo(2 * SuperSlab.SLABS);
            assertThat(region.base()).isEqualTo(ScriptedSource.BASE);
            assertThat(budget.committed()).isZero();
        }
    }

    @Test
    void refusesSizesThatMakeNoSense() {
        for (long size : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 47}) {
            assertThatThrownBy(() -> Region.reserve(source, size, budget))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toString(size));
        }
        assertThat(source.reserved).isEmpty();
    }

    @Test
    void takesHalfAndHalfAgainWhereTheSourceRefuses() {
        source.largestReserve = 3L * SuperSlab.BYTES;

        try (Region region = Region.reserve(source, 16L * SuperSlab.BYTES, budget)) {
            assertThat(region.byteSize()).isEqualTo(2L * SuperSlab.BYTES);
        }
        assertThat(source.reserved)
                .containsExactly(
                        16L * SuperSlab.BYTES, 8L * SuperSlab.BYTES, 4L * SuperSlab.BYTES, 2L * SuperSlab.BYTES);
        assertThat(source.open).isZero();
    }

    @Test
    void saysSoIfNotEvenOneSuperSlabCanBeReserved() {
        source.largestReserve = 0;

        assertThatThrownBy(this::region)
                .isInstanceOf(OffHeapOutOfMemoryError.class)
                .hasMessageContaining(Long.toString(SIZE))
                .hasMessageContaining("scripted refusal");
    }

    @Test
    void aMisalignedReservationIsRefusedInTheNameOfItsSourceAndClosed() {
        source.base += 4096;

        assertThatThrownBy(this::region)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"scripted\"");
        assertThat(source.open).isZero();
    }

    @Test
    void aSuperSlabCountsItsCommits() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            int commits = superSlab.commits();
            Slab slab = superSlab.slab(0);
            assertThat(slab.tryActivate(1, 1)).isTrue();
            assertThat(slab.tryEmpty(slab.word())).isTrue();
            assertThat(superSlab.commits()).isEqualTo(commits);
            region.decommit(superSlab);
            assertThat(region.commit()).isSameAs(superSlab);
            assertThat(superSlab.commits()).isNotEqualTo(commits);
        }
    }

    @Test
    void commitsUntilItIsFull() throws Exception {
        try (Region region = region()) {
            for (int i = 0; i < 4; i++) {
                SuperSlab superSlab = region.commit();
                assertThat(superSlab.isCommitted()).isTrue();
                assertThat(superSlab.address()).isEqualTo(region.base() + i * (long) SuperSlab.BYTES);
            }
            assertThat(budget.committed()).isEqualTo(SIZE);
            assertThatThrownBy(region::commit)
                    .asInstanceOf(refused())
                    .extracting(MemoryRefusedException::reason)
                    .isEqualTo(Reason.REGION_FULL);
        }
    }

    @Test
    void commitsUntilTheLimit() throws Exception {
        MemoryBudget small = new MemoryBudget(2L * SuperSlab.BYTES + 1);
        try (Region region = Region.reserve(source, SIZE, small)) {
            SuperSlab first = region.commit();
            region.commit();
            assertThatThrownBy(region::commit)
                    .asInstanceOf(refused())
                    .extracting(MemoryRefusedException::reason)
                    .isEqualTo(Reason.LIMIT);

            region.decommit(first);
            assertThat(region.commit()).isSameAs(first);
        }
    }

    @Test
    void aDescriptorIsBoundToItsAddress() throws Exception {
        try (Region region = region()) {
            assertThat(region.slab(region.base())).isNull();
            SuperSlab superSlab = region.commit();
            region.decommit(superSlab);
            SuperSlab again = region.commit();

            assertThat(again).isSameAs(superSlab);
            assertThat(region.slab(region.base() + Slab.BYTES + 5)).isSameAs(superSlab.slab(1));
        }
    }

    @Test
    void noAddressOutsideAliasesASlabInside() throws Exception {
        try (Region region = region()) {
            for (int i = 0; i < 4; i++) {
                region.commit();
            }
            long base = region.base();
            assertThat(region.slab(base + SIZE - 1).index()).isEqualTo(region.slabCount() - 1);
            for (long outside : new long[] {
                0,
                -1,
                base - 1,
                base + SIZE,
                base + (1L << 48),
                base - (1L << 48),
                base + (1L << 52),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                base + Long.MIN_VALUE
            }) {
                assertThat(region.slab(outside)).as("0x%x", outside).isNull();
            }
        }
    }

    @Test
    void visitsWhatIsCommitted() throws Exception {
        try (Region region = region()) {
            SuperSlab first = region.commit();
            SuperSlab second = region.commit();
            region.decommit(first);
            List<SuperSlab> seen = new ArrayList<>();
            region.forEachSuperSlab(seen::add);

            assertThat(seen).containsExactly(second);
        }
    }

    @Test
    void aSuperSlabWithAnActiveSlabIsNotDecommitted() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            superSlab.slab(31).tryActivate(1, 1);

            assertThatThrownBy(() -> region.decommit(superSlab))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
            assertThat(superSlab.isCommitted()).isTrue();
            assertThat(source.committed()).isEqualTo(1);

            superSlab.slab(31).tryEmpty(superSlab.slab(31).word());
            assertThat(region.decommit(superSlab)).isEqualTo(SuperSlab.BYTES);
            assertThat(superSlab.slab(31).state()).isEqualTo(State.UNUSED);
            assertThat(budget.committed()).isZero();
        }
    }

    @Test
    void aSecondDecommitIsRefusedAndChangesNothing() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            region.decommit(superSlab);

            assertThatThrownBy(() -> region.decommit(superSlab))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("decommitted already");
            assertThat(budget.committed()).isZero();
            assertThat(region.commit()).isSameAs(superSlab);
            assertThat(region.commit()).isNotSameAs(superSlab);
        }
    }

    @Test
    void aSuperSlabOfAnotherRegionIsRefused() throws Exception {
        try (Region region = region();
                Region other = Region.reserve(new ScriptedSource(), SIZE, budget)) {
            SuperSlab foreign = other.commit();
            assertThatThrownBy(() -> region.decommit(foreign)).isInstanceOf(IllegalArgumentException.class);
            assertThat(foreign.isCommitted()).isTrue();
        }
    }

    @Test
    void closingGivesTheBudgetBackOnce() throws Exception {
        Region region = region();
        region.commit();
        region.decommit(region.commit());
        region.commit();
        region.close();
        region.close();

        assertThat(budget.committed()).isZero();
        assertThat(source.closes).isEqualTo(1);
    }

    @Test
    void aClosedRegionRefusesItsUseAndChangesNothing() throws Exception {
        Region region = region();
        SuperSlab superSlab = region.commit();
        region.close();

        assertThatThrownBy(region::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the region is closed");
        assertThatThrownBy(() -> region.decommit(superSlab))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the region is closed");
        assertThat(budget.committed()).isZero();
    }

    private static org.assertj.core.api.InstanceOfAssertFactory<
                    MemoryRefusedException, org.assertj.core.api.ObjectAssert<MemoryRefusedException>>
            refused() {
        return org.assertj.core.api.InstanceOfAssertFactories.type(MemoryRefusedException.class);
    }
}
