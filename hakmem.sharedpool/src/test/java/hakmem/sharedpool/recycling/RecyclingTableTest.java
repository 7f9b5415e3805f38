package hakmem.sharedpool.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.staged.HeapSource;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecyclingTableTest {
    private static final int SUPER_SLABS = 8;

    @Test
    void theTableIsNoLongerThanThePeakOfSuperSlabsAlive() throws MemoryRefusedException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (Region region = Region.reserve(
                        new HeapSource(), (long) SUPER_SLABS * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                SharedPool pool = new RecyclingPoolProvider().create(region)) {
            ArrayDeque<Slab> runs = new ArrayDeque<>();
            int peak = 0;
            for (int step = 0; step < 2000; step++) {
                if (runs.size() < random.nextInt(1, SUPER_SLABS + 1)) {
                    runs.add(pool.acquire(1, 32));
                } else {
                    pool.release(runs.poll(), 32);
                    pool.trim(0);
                }
                peak = Math.max(peak, runs.size());
                PoolStats stats = pool.stats();
                assertThat(stats.entries()).as("seed %d", seed).isEqualTo(runs.size());
                assertThat(stats.peakEntries()).as("seed %d", seed).isEqualTo(peak);
            }
        }
    }

    @Test
    void aPoolOfManyGroupsFindsItsLastSlot() throws MemoryRefusedException {
        int superSlabs = 130;
        try (Region region = Region.reserve(
                        MemorySources.open(Optional.empty()),
                        (long) superSlabs * SuperSlab.BYTES,
                        new MemoryBudget(1L << 30));
                SharedPool pool = new RecyclingPoolProvider().create(region)) {
            List<Slab> runs = new ArrayList<>();
            for (int i = 0; i < superSlabs; i++) {
                runs.add(pool.acquire(1, 32));
            }
            assertThat(pool.stats().peakEntries()).isEqualTo(superSlabs);
            for (int i : new int[] {0, 63, 64, 127, 128, 129}) {
                Slab run = runs.get(i);
                pool.release(run, 32);
                assertThat(pool.acquire(2, 32)).isSameAs(run);
                pool.release(run, 32);
                assertThat(pool.acquire(2, 1).superSlab()).isSameAs(run.superSlab());
                for (int slot = 1; slot < 32; slot++) {
                    assertThat(pool.acquire(2, 1).superSlab()).isSameAs(run.superSlab());
                }
            }
        }
    }

    /** With one bit the generation is back where it was after two retirements. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31})
    void generationsMayWrapAroundUnderLoad(int generationBits) throws Exception {
        try (Region region = Region.reserve(
                        new HeapSource(), (long) SUPER_SLABS * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                SharedPool pool = RecyclingPoolProvider.create(region, generationBits);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int sizeClass = t;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 5000; i++) {
                        int slabs = 1 + (i & 3);
                        Slab first = pool.acquire(sizeClass, slabs);
                        for (int slot = first.slot(); slot < first.slot() + slabs; slot++) {
                            Slab slab = first.superSlab().slab(slot);
                            assertThat(slab.superSlab().isCommitted()).isTrue();
                            assertThat(slab.tryActivate(sizeClass, slabs))
                                    .as("%s", slab)
                                    .isTrue();
                        }
                        for (int slot = first.slot(); slot < first.slot() + slabs; slot++) {
                            Slab slab = first.superSlab().slab(slot);
                            assertThat(slab.tryEmpty(slab.word())).isTrue();
                        }
                        pool.release(first, slabs);
                        pool.trim(0);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            pool.trim(0);
            PoolStats stats = pool.stats();
            assertThat(stats.entries()).isZero();
            assertThat(stats.retired()).isEqualTo(stats.commits()).isGreaterThan(8);
            assertThat(region.budget().committed()).isZero();
        }
    }
}
