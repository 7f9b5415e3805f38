package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySourceException;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DiscardingTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    /** The ranges discarded, as "first+slabs". */
    private final List<String> discarded = new ArrayList<>();

    private final AtomicReference<Runnable> during = new AtomicReference<>(() -> {});

    private final Region region = Region.reserve(
            new HeapSource() {
                @Override
                protected void onDiscard(int first, int slabs) {
                    discarded.add(first + "+" + slabs);
                    during.get().run();
                }
            },
            2L * SuperSlab.BYTES,
            new MemoryBudget(2L * SuperSlab.BYTES));

    private final GuardedPool pool = SharedPools.open("recycling", region);

    @AfterEach
    void close() {
        pool.close();
        region.close();
    }

    private Slab[] acquireAll() throws MemoryRefusedException {
        Slab[] slabs = new Slab[SuperSlab.SLABS];
        for (int i = 0; i < slabs.length; i++) {
            slabs[i] = pool.acquire(i % 3, 1);
        }
        return slabs;
    }

    private void release(Slab slab) {
        assertThat(pool.release(slab, slab.word())).isTrue();
    }

    private void release(Slab[] slabs, int from, int to) {
        for (int i = from; i < to; i++) {
            release(slabs[i]);
        }
    }

    @Test
    void neighboursGoBackInOneCallAndOnlyOnce() throws MemoryRefusedException {
        Slab[] slabs = acquireAll();
        release(slabs, 2, 10);
        release(slabs, 20, 21);
        release(slabs, 30, 32);
        assertThat(pool.discard(0)).isEqualTo(11L * Slab.BYTES);
        assertThat(discarded).containsExactly("2+8", "20+1", "30+2");
        assertThat(slabs[2].state()).as("no longer warm").isEqualTo(Slab.State.UNUSED);
        assertThat(pool.discard(0)).as("nothing was used since").isZero();
        assertThat(region.budget().committed()).isEqualTo(SuperSlab.BYTES);
    }

    @Test
    void whatIsUsedAfterwardsGoesBackOnceMore() throws MemoryRefusedException {
        Slab[] slabs = acquireAll();
        release(slabs, 4, 8);
        pool.discard(0);
        discarded.clear();
        Slab run = pool.acquire(1, 2);
        assertThat(pool.discard(0)).as("in use").isZero();
        release(run);
        assertThat(pool.discard(0)).isEqualTo(2L * Slab.BYTES);
        assertThat(discarded).containsExactly("4+2");
    }

    @Test
    void whatWasNeverUsedHoldsNothing() throws MemoryRefusedException {
        Slab kept = pool.acquire(1, 1);
        release(pool.acquire(1, 5));
        assertThat(pool.discard(0)).isEqualTo(5L * Slab.BYTES);
        assertThat(discarded).containsExactly("1+5");
        release(kept);
    }

    @Test
    void aSlabIsIdleFromTheFirstLookAfterItsUse() throws MemoryRefusedException {
        Slab[] slabs = acquireAll();
        release(slabs, 1, 2);
        assertThat(pool.discard(HOUR)).as("used within an hour").isZero();
        awaitNextNanosecond();
        release(slabs, 2, 3);
        assertThat(pool.discard(1)).as("the other is seen for the first time").isEqualTo(Slab.BYTES);
        assertThat(discarded).containsExactly("1+1");
    }

    @Test
    void aSuperSlabThatIsAllFreeIsLeftToGoBackAsAWhole() throws MemoryRefusedException {
        release(acquireAll(), 0, SuperSlab.SLABS);
        assertThat(pool.discard(0)).isZero();
        assertThat(discarded).isEmpty();
        assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
    }

    @Test
    void whatIsKnownOfASuperSlabIsForgottenWithIt() throws MemoryRefusedException {
        release(acquireAll(), 0, SuperSlab.SLABS);
        assertThat(pool.discard(HOUR)).isZero();
        assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
        Slab kept = pool.acquire(1, 1);
        assertThat(pool.discard(0)).as("newly committed").isZero();
        release(kept);
    }

    @Test
    void aFailureSparesNeitherOthersNorTheSlots() throws MemoryRefusedException {
        Slab[] first = acquireAll();
        Slab[] second = acquireAll();
        release(first, 5, 7);
        release(second, 8, 9);
        during.set(() -> {
            throw new IllegalStateException("discard " + discarded.size());
        });
        assertThatThrownBy(() -> pool.discard(0))
                .isInstanceOf(MemorySourceException.class)
                .hasMessageContaining("discard 1")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(discarded).containsExactly("5+2", "40+1");
        during.set(() -> {});
        assertThat(pool.discard(HOUR)).as("idle since the failure").isZero();
        assertThat(pool.discard(0)).as("tried again").isEqualTo(3L * Slab.BYTES);
        assertThat(pool.acquire(1, 2)).isSameAs(first[5]);
        assertThat(pool.acquire(1, 1)).isSameAs(second[8]);
    }

    @Test
    void aClosedPoolDiscardsNothingMore() throws MemoryRefusedException {
        Slab[] first = acquireAll();
        Slab[] second = acquireAll();
        release(first, 5, 6);
        release(second, 8, 9);
        during.set(pool::close);
        assertThat(pool.discard(0)).isEqualTo(Slab.BYTES);
        assertThat(discarded).hasSize(1);
        assertThat(pool.discard(0)).isZero();
        release(first[0]);
    }

    /** While slots are in the hands of who discards, somebody wants all of them, and there may be no more memory. */
    @Test
    void whoIsRefusedMeanwhileWaitsForTheSlots() throws Exception {
        Slab[] first = acquireAll();
        acquireAll();
        release(first, 1, SuperSlab.SLABS);
        AtomicReference<FutureTask<Slab>> acquisition = new AtomicReference<>();
        during.set(() -> acquisition.set(startAndAwaitWaiting(() -> pool.acquire(1, SuperSlab.SLABS - 1))));
        assertThat(pool.discard(0)).isEqualTo(31L * Slab.BYTES);
        assertThat(acquisition.get().get()).isSameAs(first[1]);
    }

    /** There is no room elsewhere: a run that cannot grow where it is would have to move, and could not. */
    @Test
    void whoExtendsARunOverSlotsInHandWaitsForThem() throws Exception {
        Slab[] first = acquireAll();
        acquireAll();
        release(first, 1, 9);
        AtomicReference<FutureTask<Boolean>> extension = new AtomicReference<>();
        long word = first[0].word();
        during.set(() -> extension.set(startAndAwaitWaiting(() -> pool.tryResize(first[0], word, 9))));
        assertThat(pool.discard(0)).isEqualTo(8L * Slab.BYTES);
        assertThat(extension.get().get()).isTrue();
    }

    /** What is taken while slots are in hand may not use up the patience of who waits for them. */
    @Test
    void nobodyIsRefusedThoughOthersMoveSlotsMeanwhile() throws Exception {
        Slab[] first = acquireAll();
        Slab[] second = acquireAll();
        release(first, 1, 3);
        release(second, 5, 6);
        List<FutureTask<Slab>> acquisitions = new ArrayList<>();
        during.set(() -> {
            if (acquisitions.isEmpty()) {
                acquisitions.add(startAndAwaitWaiting(() -> pool.acquire(1, 2)));
                for (int i = 0; i < 2 * CommitGate.MAX_ROUNDS; i++) {
                    pool.trim(0); // folds, and moves the epoch where something is all free
                    Slab moved = acquireOne();
                    release(moved);
                }
            }
        });
        assertThat(pool.discard(0)).isEqualTo(3L * Slab.BYTES);
        assertThat(acquisitions.getFirst().get()).isSameAs(first[1]);
    }

    private Slab acquireOne() {
        try {
            return pool.acquire(2, 1);
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void afterAFailureTheHousekeepersRoundsLeaveMemoryAlone() throws MemoryRefusedException {
        Slab[] slabs = acquireAll();
        release(slabs, 5, 7);
        during.set(() -> {
            throw new IllegalStateException("locked");
        });
        assertThatThrownBy(() -> pool.discard(0)).isInstanceOf(MemorySourceException.class);
        awaitNextNanosecond();
        assertThat(pool.discard(1)).isZero();
        assertThat(discarded).hasSize(1);
        assertThatThrownBy(() -> pool.discard(0)).isInstanceOf(MemorySourceException.class);
        during.set(() -> {});
        assertThat(pool.discard(0)).isEqualTo(2L * Slab.BYTES);
        release(slabs, 7, 8);
        assertThat(pool.discard(HOUR)).isZero();
        awaitNextNanosecond();
        assertThat(pool.discard(1)).isEqualTo(Slab.BYTES);
    }

    /** The last slot in use is released while the others are in hand: then all of it can be given back, and a trim is to do so. */
    @Test
    void aTrimWaitsForASuperSlabOfWhichNothingIsUsed() throws Exception {
        Slab[] first = acquireAll();
        release(first, 1, SuperSlab.SLABS);
        AtomicReference<FutureTask<Long>> trim = new AtomicReference<>();
        during.set(() -> {
            release(first[0]);
            trim.set(startAndAwaitWaiting(() -> pool.trim(0)));
        });
        assertThat(pool.discard(0)).isEqualTo(31L * Slab.BYTES);
        assertThat(trim.get().get()).isEqualTo(SuperSlab.BYTES);
    }

    /** Who has released the last slot does not see that all are free; who discards does, and says since when. */
    @Test
    void idleTimeBeginsWithTheLastRelease() throws MemoryRefusedException {
        Slab[] first = acquireAll();
        release(first, 1, SuperSlab.SLABS);
        assertThat(pool.trim(HOUR)).isZero();
        during.set(() -> release(first[0]));
        pool.discard(0);
        assertThat(pool.trim(HOUR)).as("used within an hour").isZero();
        assertThat(pool.trim(0)).isEqualTo(SuperSlab.BYTES);
    }

    /** So that what was done before was done a nanosecond ago at least, by the pool's clock. */
    private static void awaitNextNanosecond() {
        long now = System.nanoTime();
        while (System.nanoTime() == now) {
            Thread.onSpinWait();
        }
    }

    private static <T> FutureTask<T> startAndAwaitWaiting(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().daemon().start(future);
        BooleanSupplier isOver = () -> thread.getState() == Thread.State.WAITING || future.isDone();
        Background.spinUntil(isOver);
        assertThat(future.isDone()).as("did not wait").isFalse();
        return future;
    }
}
