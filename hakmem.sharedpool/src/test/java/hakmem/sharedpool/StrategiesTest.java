package hakmem.sharedpool;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.sharedpool.staged.HeapSource;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {
    @Test
    void testsRunInTheNamedModule() {
        assertThat(getClass().getModule().isNamed()).isTrue();
    }

    @Test
    void theThreeBuiltInStrategiesAreFoundByName() {
        assertThat(SharedPools.providers())
                .extracting(SharedPoolProvider::name)
                .containsExactlyInAnyOrder("recycling", "fixed", "locked");
    }

    @Test
    void anUnknownStrategyIsRefusedWithTheNamesOfThoseFound() {
        assertThatThrownBy(() -> SharedPools.find("quick"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("quick", "fixed", "locked", "recycling");
    }

    @Test
    void theClassPathsProvidersAreTheModulesProviders() throws IOException {
        Set<String> module = SharedPools.class.getModule().getDescriptor().provides().stream()
                .filter(provides -> provides.service().equals(SharedPoolProvider.class.getName()))
                .flatMap(provides -> provides.providers().stream())
                .collect(toSet());
        String file = "META-INF/services/" + SharedPoolProvider.class.getName();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SharedPools.class.getModule().getResourceAsStream(file), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().collect(toSet())).isEqualTo(module).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void threeStagesServeInTheirOrderAndAreCounted(String strategy) throws MemoryRefusedException {
        try (Region region =
                        Region.reserve(new HeapSource(), 4L * SuperSlab.BYTES, new MemoryBudget(2L * SuperSlab.BYTES));
                GuardedPool pool = SharedPools.open(strategy, region)) {
            Slab first = pool.acquire(3, 1);
            Slab second = pool.acquire(3, 1);
            assertThat(second).isNotSameAs(first);
            assertThat(pool.release(first, first.word())).isTrue();
            assertThat(pool.acquire(3, 1)).as("the slab released last").isSameAs(first);
            List<Slab> rest = new ArrayList<>();
            while (rest.size() < 62) {
                rest.add(pool.acquire(4, 1));
            }
            assertThatThrownBy(() -> pool.acquire(4, 1)).isInstanceOf(MemoryRefusedException.class);
            PoolStats stats = pool.stats();
            assertThat(stats.emptySlabHits()).isEqualTo(1);
            assertThat(stats.unusedSlotHits()).isEqualTo(62);
            assertThat(stats.convertedSlabHits()).isZero();
            assertThat(stats.commits()).isEqualTo(2);
            assertThat(stats.acquisitions()).isEqualTo(65);
            for (Slab slab : rest) {
                assertThat(pool.release(slab, slab.word())).isTrue();
            }
            assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
            Slab run = pool.acquire(5, 30);
            assertThat(Slab.runLengthOf(run.word())).isEqualTo(30);
            pool.release(run, run.word());
            pool.release(first, first.word());
            pool.release(second, second.word());
            assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
            assertThat(region.budget().committed()).isZero();
            assertThat(pool.stats().retired()).isEqualTo(2);
            assertThat(pool.stats().entries()).isZero();
            assertThat(pool.stats().failedClaims()).as("lost by one thread").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void emptySlabsThatServeAnotherClassOrARunAreCountedApart(String strategy) throws MemoryRefusedException {
        try (Region region = Region.reserve(new HeapSource(), SuperSlab.BYTES, new MemoryBudget(SuperSlab.BYTES));
                GuardedPool pool = SharedPools.open(strategy, region)) {
            List<Slab> all = new ArrayList<>();
            while (all.size() < SuperSlab.SLABS) {
                all.add(pool.acquire(1, 1));
            }
            Slab any = all.removeLast();
            pool.release(any, any.word());
            all.add(pool.acquire(2, 1));
            assertThat(pool.stats().convertedSlabHits()).as("another class").isOne();
            all.forEach(slab -> pool.release(slab, slab.word()));
            pool.acquire(3, SuperSlab.SLABS);
            assertThat(pool.stats().convertedSlabHits()).as("and a run").isEqualTo(2);
            assertThat(pool.stats().emptySlabHits()).isZero();
            assertThat(pool.stats().acquisitions()).isEqualTo(SuperSlab.SLABS + 2);
        }
    }
}
