package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetirementTest {
    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void anIdleTimeThatHasPassedSparesNothing(String strategy) throws MemoryRefusedException {
        try (Region region = Region.reserve(new HeapSource(), 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                GuardedPool pool = SharedPools.open(strategy, region)) {
            Slab slab = pool.acquire(1, 1);
            assertThat(pool.trim(0)).as("in use").isZero();
            pool.release(slab, slab.word());
            assertThat(pool.trim(TimeUnit.HOURS.toNanos(1)))
                    .as("used within an hour")
                    .isZero();
            long released = System.nanoTime();
            while (System.nanoTime() == released) {
                Thread.onSpinWait();
            }
            assertThat(pool.trim(1)).as("idle for a nanosecond").isEqualTo(SuperSlab.BYTES);
        }
    }

    @Test
    void oneDecommitThatFailsDoesNotSpareTheOthers() throws MemoryRefusedException {
        int[] decommits = {0};
        HeapSource source = new HeapSource() {
            @Override
            protected void onDecommit() {
                if (++decommits[0] <= 2) {
                    throw new IllegalStateException("decommit " + decommits[0]);
                }
            }
        };
        try (Region region = Region.reserve(source, 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                GuardedPool pool = SharedPools.open("recycling", region)) {
            Slab[] runs = new Slab[4];
            for (int i = 0; i < 4; i++) {
                runs[i] = pool.acquire(1, 32);
            }
            for (Slab run : runs) {
                pool.release(run, run.word());
            }
            assertThatThrownBy(() -> pool.trim(0))
                    .hasMessageContaining("decommit 1")
                    .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
            assertThat(decommits[0]).isEqualTo(4);
            assertThat(pool.stats().entries()).isZero();
            assertThat(region.retainedSuperSlabs()).isEqualTo(2);
            assertThat(region.budget().committed()).isEqualTo(2L * SuperSlab.BYTES);
        }
    }

    /** The entry is retired and stands for another SuperSlab while a trim is about to retire it. */
    private static final class OvertakingTable extends OneEntryTable {
        SuperSlab next;

        @Override
        public void emptyChanged(Entry changed) {
            if (next != null) {
                assertThat(entry.tryRetire(entry.claimWord())).isTrue();
                entry.revive(next, 0, ClaimWord.GENERATION_BITS);
                next = null;
            }
        }
    }

    @Test
    void aDecisionAboutOneSuperSlabIsNotCarriedOutOnTheNext() throws MemoryRefusedException {
        OvertakingTable table = new OvertakingTable();
        try (Region region = Region.reserve(new HeapSource(), 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                StagedPool pool = new StagedPool(region, table)) {
            Slab run = pool.acquire(1, 32);
            pool.release(run, 32);
            SuperSlab next = region.commit();
            table.next = next;
            assertThat(pool.trim(0)).isZero();
            assertThat(next.isCommitted()).isTrue();
            assertThat(table.entry.superSlab()).isSameAs(next);
            assertThat(ClaimWord.isLive(table.entry.claimWord())).isTrue();
        }
    }
}
