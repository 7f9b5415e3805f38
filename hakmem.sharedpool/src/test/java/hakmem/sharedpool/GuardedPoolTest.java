package hakmem.sharedpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.sharedpool.staged.HeapSource;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySourceException;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a strategy does wrong is reported in its name, and no slab is worse off for it. */
class GuardedPoolTest {
    private final Region region = Region.reserve(new HeapSource(), 2L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
    private final SharedPool strategy = mock(SharedPool.class);
    private final GuardedPool pool = GuardedPool.open(providerOf(strategy), region);

    @AfterEach
    void close() {
        region.close();
    }

    private static SharedPoolProvider providerOf(SharedPool strategy) {
        SharedPoolProvider provider = mock(SharedPoolProvider.class);
        when(provider.name()).thenReturn("faulty");
        when(provider.create(any())).thenReturn(strategy);
        return provider;
    }

    @Test
    void aProviderThatFailsOrMakesNothingIsNamed() {
        SharedPoolProvider failing = providerOf(null);
        assertThatThrownBy(() -> GuardedPool.open(failing, region))
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContaining("\"faulty\"");
        when(failing.create(region)).thenThrow(new NoClassDefFoundError("some.Missing"));
        assertThatThrownBy(() -> GuardedPool.open(failing, region))
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContainingAll("\"faulty\"", "some.Missing");
    }

    @Test
    void aStrategyThatThrowsIsNamedWithTheCause() throws MemoryRefusedException {
        RuntimeException cause = new IllegalArgumentException("cause");
        when(strategy.acquire(anyInt(), anyInt())).thenThrow(cause);
        when(strategy.trim(anyLong())).thenThrow(cause);
        when(strategy.stats()).thenThrow(cause);
        assertThatThrownBy(() -> pool.acquire(1, 1))
                .isInstanceOf(PoolStrategyException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> pool.trim(0))
                .isInstanceOf(PoolStrategyException.class)
                .hasCause(cause);
        assertThatThrownBy(pool::stats)
                .isInstanceOf(PoolStrategyException.class)
                .hasCause(cause)
                .hasMessageContaining("\"faulty\"");
    }

    /** With each strategy there is: a source's fault is the source's, whoever passes it on. */
    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void aMemorySourceThatFailsIsNamedAndNotTheStrategy(String sound) throws MemoryRefusedException {
        boolean[] fails = {true};
        HeapSource source = new HeapSource() {
            @Override
            protected void onCommit() {
                if (fails[0]) {
                    throw new ArithmeticException("cause");
                }
            }

            @Override
            protected void onDecommit() {
                onCommit();
            }
        };
        try (Region failing = Region.reserve(source, SuperSlab.BYTES, new MemoryBudget(1L << 30));
                GuardedPool innocent = SharedPools.open(sound, failing)) {
            assertBlamed(() -> innocent.acquire(1, 1));
            fails[0] = false;
            Slab slab = innocent.acquire(1, 1);
            assertThat(innocent.release(slab, slab.word())).isTrue();
            fails[0] = true;
            assertBlamed(() -> innocent.trim(0));
        }
    }

    private static void assertBlamed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(MemorySourceException.class)
                .hasMessageContainingAll("memory source \"heap\"", "cause")
                .hasMessageNotContaining("strategy")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void anErrorOfTheJvmPassesAsItIs() throws MemoryRefusedException {
        Error error = new OutOfMemoryError("Java heap");
        when(strategy.acquire(anyInt(), anyInt())).thenThrow(error);
        assertThatThrownBy(() -> pool.acquire(1, 1)).isSameAs(error);
    }

    @Test
    void noSlabAndNoStatisticsAreFaults() throws MemoryRefusedException {
        when(strategy.acquire(anyInt(), anyInt())).thenReturn(null);
        assertThatThrownBy(() -> pool.acquire(1, 1))
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContainingAll("\"faulty\"", "no slab");
        assertThatThrownBy(pool::stats)
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContaining("\"faulty\"");
    }

    @Test
    void aSlabHandedOutTwiceStaysWithItsFirstTaker() throws MemoryRefusedException {
        Slab slab = region.commit().slab(3);
        when(strategy.acquire(anyInt(), anyInt())).thenReturn(slab);
        long word = pool.acquire(1, 1).word();
        assertThatThrownBy(() -> pool.acquire(2, 1))
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContainingAll("\"faulty\"", "twice");
        assertThat(slab.word()).isEqualTo(word);
        assertThat(pool.release(slab, word)).isTrue();
    }

    @Test
    void aRunThatRunsIntoAnActiveSlabActivatesNone() throws MemoryRefusedException {
        SuperSlab superSlab = region.commit();
        when(strategy.acquire(1, 1)).thenReturn(superSlab.slab(5));
        when(strategy.acquire(1, 4)).thenReturn(superSlab.slab(2));
        Slab taken = pool.acquire(1, 1);
        assertThatThrownBy(() -> pool.acquire(1, 4)).isInstanceOf(PoolStrategyException.class);
        for (int slot = 2; slot < 5; slot++) {
            assertThat(superSlab.slab(slot).state()).isNotEqualTo(Slab.State.ACTIVE);
        }
        assertThat(taken.state()).isEqualTo(Slab.State.ACTIVE);
    }

    @Test
    void aRunBeyondTheEndOfItsSuperSlabIsRefused() throws MemoryRefusedException {
        SuperSlab superSlab = region.commit();
        when(strategy.acquire(1, 4)).thenReturn(superSlab.slab(30));
        assertThatThrownBy(() -> pool.acquire(1, 4)).isInstanceOf(PoolStrategyException.class);
        assertThat(superSlab.slab(30).state()).isEqualTo(Slab.State.UNUSED);
    }

    @Test
    void aSlabOfADecommittedSuperSlabIsRefused() throws MemoryRefusedException {
        SuperSlab superSlab = region.commit();
        region.decommit(superSlab);
        when(strategy.acquire(1, 1)).thenReturn(superSlab.slab(0));
        assertThatThrownBy(() -> pool.acquire(1, 1))
                .isInstanceOf(PoolStrategyException.class)
                .hasMessageContaining("not committed");
        assertThat(superSlab.slab(0).state()).isNotEqualTo(Slab.State.ACTIVE);
    }

    @Test
    void slabsOfAnotherRegionAreNeitherHandedOutNorTakenBack() throws MemoryRefusedException {
        try (Region other = Region.reserve(new HeapSource(), SuperSlab.BYTES, new MemoryBudget(1L << 30))) {
            Slab foreign = other.commit().slab(0);
            when(strategy.acquire(1, 1)).thenReturn(foreign);
            assertThatThrownBy(() -> pool.acquire(1, 1)).isInstanceOf(PoolStrategyException.class);
            foreign.tryActivate(1, 1);
            assertThatThrownBy(() -> pool.release(foreign, foreign.word()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(foreign.state()).isEqualTo(Slab.State.ACTIVE);
            verify(strategy, never()).release(foreign, 1);
        }
    }

    @Test
    void ofSeveralReleasesWithOneWordOneReachesTheStrategy() throws MemoryRefusedException {
        SuperSlab superSlab = region.commit();
        when(strategy.acquire(1, 3)).thenReturn(superSlab.slab(4));
        Slab run = pool.acquire(1, 3);
        long word = run.word();
        Slab inside = superSlab.slab(5);
        assertThat(pool.release(inside, inside.word()))
                .as("a slab inside a run")
                .isFalse();
        assertThat(pool.release(run, word)).isTrue();
        assertThat(pool.release(run, word)).isFalse();
        assertThat(inside.state()).isEqualTo(Slab.State.EMPTY);
        verify(strategy).release(run, 3);
    }

    @Test
    void aStrategyThatFailsToTakeASlabBackIsNamedAndTheSlabIsReleased() throws MemoryRefusedException {
        Slab slab = region.commit().slab(0);
        when(strategy.acquire(1, 1)).thenReturn(slab);
        doThrow(new IllegalStateException("cause")).when(strategy).release(slab, 1);
        long word = pool.acquire(1, 1).word();
        assertThatThrownBy(() -> pool.release(slab, word)).isInstanceOf(PoolStrategyException.class);
        assertThat(slab.state()).isEqualTo(Slab.State.EMPTY);
        assertThat(pool.release(slab, word)).isFalse();
    }

    @Test
    void aClosedPoolSaysSoWhateverTheStrategyDoes() throws MemoryRefusedException {
        pool.close();
        pool.close();
        verify(strategy).close();
        assertThatThrownBy(() -> pool.acquire(1, 1))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(pool.trim(0)).isZero();
        verify(strategy, never()).acquire(anyInt(), anyInt());
    }

    @Test
    void argumentsOutOfRangeDoNotReachTheStrategy() throws MemoryRefusedException {
        assertThatThrownBy(() -> pool.acquire(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.acquire(65536, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.acquire(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.acquire(1, 33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.trim(-1)).isInstanceOf(IllegalArgumentException.class);
        verify(strategy, never()).acquire(anyInt(), anyInt());
    }
}
