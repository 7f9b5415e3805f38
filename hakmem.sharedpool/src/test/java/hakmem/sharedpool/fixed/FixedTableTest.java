package hakmem.sharedpool.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.staged.HeapSource;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedTableTest {
    @Test
    void entriesServeOnceAndThenTheTableIsFullWithOneWarning() throws MemoryRefusedException {
        System.Logger log = mock(System.Logger.class);
        try (Region region = Region.reserve(new HeapSource(), 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                SharedPool pool = FixedPoolProvider.create(region, 3, log)) {
            for (int cycle = 0; cycle < 3; cycle++) {
                Slab run = pool.acquire(1, 32);
                pool.release(run, 32);
                assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
            }
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> pool.acquire(1, 1))
                        .isInstanceOfSatisfying(
                                MemoryRefusedException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.METADATA_FULL))
                        .hasMessageContainingAll("3", FixedPoolProvider.ENTRIES_PROPERTY);
            }
            PoolStats stats = pool.stats();
            assertThat(stats.capacityRefusals()).isEqualTo(4);
            assertThat(stats.maxEntries()).isEqualTo(3);
            assertThat(stats.peakEntries()).isEqualTo(1);
            assertThat(stats.entries()).isZero();
            assertThat(region.budget().committed()).isZero();
        }
        verify(log).log(eq(System.Logger.Level.WARNING), contains("SP_META_CAPACITY_ERROR"));
        verify(log).log(eq(System.Logger.Level.WARNING), contains(" 3 metadata entries"));
        verify(log).log(eq(System.Logger.Level.WARNING), contains(FixedPoolProvider.ENTRIES_PROPERTY));
        verifyNoMoreInteractions(log);
    }

    @Test
    void aRefusedCommitUsesUpNoEntry() throws MemoryRefusedException {
        int[] commits = {0};
        HeapSource source = new HeapSource() {
            @Override
            protected void onCommit() throws MemoryRefusedException {
                if (commits[0]++ < 10) {
                    throw new MemoryRefusedException(Reason.SYSTEM, "by the script");
                }
            }
        };
        try (Region region = Region.reserve(source, 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                SharedPool pool = FixedPoolProvider.create(region, 1, mock(System.Logger.class))) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> pool.acquire(1, 1)).hasMessage("by the script");
            }
            assertThat(pool.acquire(1, 1)).isNotNull();
            assertThat(pool.stats().capacityRefusals()).isZero();
        }
    }

    @Test
    void theNumberOfEntriesIsCheckedAndSaysItsRange() {
        assertThat(FixedPoolProvider.entries(null)).isEqualTo(2048);
        assertThat(FixedPoolProvider.entries(" 17 ")).isEqualTo(17);
        for (String bad : List.of("0", "-1", "many", "", "99999999999")) {
            assertThatThrownBy(() -> FixedPoolProvider.entries(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(FixedPoolProvider.ENTRIES_PROPERTY, "\"" + bad + "\"");
        }
    }
}
