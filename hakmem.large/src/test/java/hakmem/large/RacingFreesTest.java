package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.Slab;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class RacingFreesTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 2000;

    @Test
    void ofThreadsThatFreeOneRunExactlyOneWins() throws Exception {
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = fixture.blocks.allocate(100 * KIB, 16);
                assertThat(winners(address, fixture.blocks::free)).isEqualTo(1);
            }
            fixture.checkEmpty();
        }
    }

    @Test
    void ofThreadsThatFreeOneMappingExactlyOneWins() throws Exception {
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = fixture.blocks.allocateDirect(64 * KIB, 16);
                assertThat(winners(address, fixture.blocks::free)).isEqualTo(1);
            }
            fixture.checkEmpty();
        }
    }

    @Test
    void aThreadThatStallsInAFreeCannotFreeTheNextBlockAtTheAddress() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(100 * KIB, 16);
            Slab slab = fixture.region.slab(address);
            long staleWord = slab.word();
            fixture.blocks.free(address);
            assertThat(fixture.blocks.allocate(100 * KIB, 16)).isEqualTo(address);

            assertThat(fixture.pool.release(slab, staleWord)).isFalse();
            assertThat(fixture.blocks.usableSize(address)).isEqualTo(128 * KIB);
        }
        DirectMappings mappings;
        try (Fixture fixture = new Fixture()) {
            mappings = new DirectMappings(fixture.source, fixture.budget, System::nanoTime);
            long address = mappings.allocate(2 * MIB, 16, false);
            DirectBlock stale = mappings.find(address);
            mappings.free(address);
            assertThat(mappings.allocate(2 * MIB, 16, false)).isEqualTo(address);

            assertThat(stale.tryFree()).isFalse();
            assertThat(mappings.find(address)).isNotNull().isNotSameAs(stale);
            mappings.close();
        }
    }

    @Test
    void aResizeThatRacesAFreeEitherComesFirstOrFindsNoBlock() throws Exception {
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = fixture.blocks.allocateDirect(64 * KIB, 16);
                long smaller = (1L + round % 8) * 4 * KIB;
                Team team = new Team();
                team.add(() -> fixture.blocks.free(address));
                for (int i = 0; i < 2; i++) {
                    team.add(() -> {
                        try {
                            fixture.blocks.resize(address, smaller);
                            fixture.blocks.resize(address, 64 * KIB);
                        } catch (InvalidFreeException expectedAfterTheFree) {
                            assertThat(expectedAfterTheFree.address()).isEqualTo(address);
                        }
                    });
                }
                team.run();
                fixture.blocks.validate();
                assertThat(fixture.budget.committed()).isEqualTo(fixture.source.committed.get());
            }
            fixture.checkEmpty();
        }
    }

    @Test
    void aRunThatIsResizedWhileItIsFreedIsFreedOnce() throws Exception {
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = fixture.blocks.allocate(200 * KIB, 16);
                long size = (1L + round % 8) * 64 * KIB;
                AtomicInteger freed = new AtomicInteger();
                Team team = new Team();
                for (int i = 0; i < 2; i++) {
                    team.add(() -> {
                        try {
                            fixture.blocks.free(address);
                            freed.incrementAndGet();
                        } catch (InvalidFreeException expectedOfTheLoser) {
                            assertThat(expectedOfTheLoser.address()).isEqualTo(address);
                        }
                    });
                }
                team.add(() -> {
                    try {
                        fixture.blocks.resize(address, size);
                        fixture.blocks.resize(address, MIB);
                    } catch (InvalidFreeException expectedAfterTheFree) {
                        assertThat(expectedAfterTheFree.address()).isEqualTo(address);
                    }
                });
                team.run();
                assertThat(freed).hasValue(1);
                fixture.blocks.validate();
                assertThat(fixture.blocks.stats().liveRuns()).isZero();
            }
            fixture.checkEmpty();
        }
    }

    @Test
    void aRunIsReleasedByTheWordThatWasCheckedAndByNoLaterOne() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(100 * KIB, 16);
            long checked = fixture.region.slab(address).word();
            fixture.blocks.free(address);
            fixture.blocks.allocate(100 * KIB, 16);
            long later = fixture.region.slab(address).word();
            Slab slab = mock(Slab.class);
            GuardedPool pool = mock(GuardedPool.class);
            when(slab.address()).thenReturn(address);
            when(slab.word()).thenReturn(checked, later);

            assertThatThrownBy(() -> new Runs(pool).free(slab, address)).isInstanceOf(DoubleFreeException.class);

            verify(pool).release(slab, checked);
            assertThat(later).isNotEqualTo(checked);
        }
    }

    /** Of one slab, which is kept and is another thread's run by then. */
    @Test
    void aRunIsKeptByTheWordThatWasCheckedAndByNoLaterOne() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(64 * KIB, 16);
            long checked = fixture.region.slab(address).word();
            fixture.blocks.free(address);
            fixture.blocks.allocate(64 * KIB, 16);
            long later = fixture.region.slab(address).word();
            Slab slab = mock(Slab.class);
            when(slab.address()).thenReturn(address);
            when(slab.word()).thenReturn(checked, later);
            when(slab.tryReclass(later, LargeBlocks.KEPT_CLASS)).thenReturn(true);

            assertThatThrownBy(() -> new Runs(mock(GuardedPool.class)).free(slab, address))
                    .isInstanceOf(DoubleFreeException.class);

            verify(slab).tryReclass(checked, LargeBlocks.KEPT_CLASS);
            assertThat(later).isNotEqualTo(checked);
        }
    }

    /** Broken on purpose: DirectBlock.tryFree without its lock, the threads meeting between the read and the write. */
    @Test
    void aFreeThatLooksFirstAndMarksLaterIsCaught() throws Exception {
        AtomicBoolean freed = new AtomicBoolean();
        CyclicBarrier allHaveLooked = new CyclicBarrier(THREADS);
        LongConsumer looksThenMarks = address -> {
            boolean freedBefore = freed.get();
            await(allHaveLooked);
            freed.set(true);
            if (freedBefore) {
                throw new DoubleFreeException(address, "freed before");
            }
        };

        assertThat(winners(4096, looksThenMarks)).isGreaterThan(1);
    }

    private static int winners(long address, LongConsumer free) throws InterruptedException {
        AtomicInteger winners = new AtomicInteger();
        Team team = new Team();
        for (int i = 0; i < THREADS; i++) {
            team.add(() -> {
                try {
                    free.accept(address);
                    winners.incrementAndGet();
                } catch (DoubleFreeException expectedOfLosers) {
                    assertThat(expectedOfLosers.address()).isEqualTo(address);
                }
            });
        }
        team.run();
        return winners.get();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }
}
