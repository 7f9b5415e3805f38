package hakmem.sharedpool.staged;

import static hakmem.sharedpool.staged.Background.spinUntil;
import static hakmem.sharedpool.staged.Background.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class CommitGateTest {
    private final Transit transit = new Transit();
    private final CommitGate gate = new CommitGate(transit);

    @Test
    void whoComesAfterACommitThatEndedSinceHisSearchSearchesAgain() {
        long seen = transit.epoch();
        gate.end(gate.enter(1, seen, 0), true);
        assertThat(gate.enter(1, seen, 0)).isNull();
        assertThat(gate.enter(1, transit.epoch(), 0)).isNotNull();
    }

    @Test
    void whoWasSentBackOftenEnoughCommitsAtOnce() {
        gate.enter(1, transit.epoch(), 0);
        assertThat(gate.enter(1, transit.epoch(), CommitGate.MAX_ROUNDS)).isNotNull();
    }

    @Test
    void aCommitThatCannotServeACallerIsNotWaitedFor() {
        gate.enter(20, transit.epoch(), 0);
        assertThat(gate.enter(20, transit.epoch(), 0)).isNotNull();
    }

    @Test
    void aRefusalWithNothingUnderWayIsFinal() {
        long seen = transit.epoch();
        gate.end(gate.enter(1, seen, 0), false);
        assertThat(gate.mayRetry(seen, 0)).isFalse();
        transit.begin();
        transit.end();
        assertThat(gate.mayRetry(seen, 0)).isTrue();
        assertThat(gate.mayRetry(seen, CommitGate.MAX_ROUNDS)).isFalse();
    }

    /** A commit that begins and fails later must not count as the end of the retirement that is waited for. */
    @Test
    void aRefusalWaitsForWhatWasUnderWayAndNotForAsManyEnds() throws Exception {
        transit.begin();
        long seen = transit.epoch();
        FutureTask<Boolean> refused = start(() -> gate.mayRetry(seen, 0));
        spinUntil(() -> transit.waiting().count() == 1);
        gate.end(gate.enter(1, seen, 0), false);
        // Woken up by that, it waits again.
        spinUntil(() -> transit.waiting().count() == 1);
        transit.end();
        assertThat(refused.get()).isTrue();
    }

    /** Were the ends counted, or the latest commit waited for, it would wait for the third too. */
    @Test
    void aRefusalWaitsForTheCommitsThatWereUnderWayAndForNoLaterOne() throws Exception {
        long seen = transit.epoch();
        CommitGate.Commit first = gate.enter(20, seen, 0);
        CommitGate.Commit second = gate.enter(20, seen, 0);
        FutureTask<Boolean> refused = start(() -> gate.mayRetry(seen, 0));
        spinUntil(() -> transit.waiting().count() == 1);
        CommitGate.Commit third = gate.enter(20, seen, 0);
        gate.end(second, false);
        spinUntil(() -> transit.waiting().count() == 1);
        gate.end(first, false);
        assertThat(refused.get()).isFalse();
        gate.end(third, true);
        assertThat(gate.mayRetry(transit.epoch(), 0)).as("nothing is under way").isFalse();
    }

    @Test
    void memoryThatACommitKeptFromOthersAndGaveBackIsWorthAnotherTry() throws Exception {
        CountDownLatch mapped = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        MemoryBudget budget = new MemoryBudget(SuperSlab.BYTES);
        OneEntryTable table = new OneEntryTable() {
            @Override
            public void publish(SuperSlab superSlab, int owned, EntryOwners owners) {
                if (mapped.getCount() > 0) {
                    mapped.countDown();
                    awaitUninterrupted(refused);
                    throw new OutOfMemoryError("scripted");
                }
                super.publish(superSlab, owned, owners);
            }
        };
        try (Region region = Region.reserve(new HeapSource(), 4L * SuperSlab.BYTES, budget);
                StagedPool pool = new StagedPool(region, table)) {
            FutureTask<Slab> failing = start(() -> pool.acquire(1, 32));
            mapped.await();
            Thread[] acquirer = new Thread[1];
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Slab> acquired = start(() -> {
                acquirer[0] = Thread.currentThread();
                begun.countDown();
                return pool.acquire(2, 32);
            });
            begun.await();
            spinUntil(() -> acquirer[0].getState() == Thread.State.WAITING || acquired.isDone());
            refused.countDown();
            assertThatThrownBy(failing::get).hasCauseInstanceOf(OutOfMemoryError.class);
            assertThat(acquired.get()).isNotNull();
        }
    }

    @Test
    void thoseWhoWaitForACommitAreServedByIt() throws Exception {
        CommitGate.Commit commit = gate.enter(1, transit.epoch(), 0);
        long seen = transit.epoch();
        List<FutureTask<CommitGate.Commit>> waiting = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            waiting.add(start(() -> gate.enter(1, seen, 0)));
        }
        spinUntil(() -> transit.waiting().count() == 31);
        assertThat(gate.enter(1, seen, 0))
                .as("the 33rd is not promised anything")
                .isNotNull();
        gate.end(commit, true);
        for (FutureTask<CommitGate.Commit> each : waiting) {
            assertThat(each.get()).isNull();
        }
    }

    /** The source holds the first commit back until everybody has arrived. */
    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void aHerdOfThreadsCommitsOneSuperSlabWhereOneWouldDo(String strategy) throws Exception {
        int herd = 16;
        CountDownLatch arrived = new CountDownLatch(herd);
        HeapSource source = new HeapSource() {
            @Override
            protected void onCommit() {
                awaitUninterrupted(arrived);
            }
        };
        try (Region region = Region.reserve(source, 4L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
                GuardedPool pool = SharedPools.open(strategy, region)) {
            List<FutureTask<Slab>> slabs = new ArrayList<>();
            for (int i = 0; i < herd; i++) {
                slabs.add(start(() -> {
                    arrived.countDown();
                    return pool.acquire(1, 1);
                }));
            }
            for (FutureTask<Slab> slab : slabs) {
                assertThat(slab.get()).isNotNull();
            }
            assertThat(pool.stats().commits()).isEqualTo(1);
        }
    }

    /** At the limit, while the only SuperSlab is on its way back to the system. */
    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void aRefusalWaitsForARetirementUnderWay(String strategy) throws Exception {
        CountDownLatch decommitting = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        MemoryBudget budget = new MemoryBudget(SuperSlab.BYTES);
        HeapSource source = new HeapSource() {
            @Override
            protected void onDecommit() {
                decommitting.countDown();
                awaitUninterrupted(refused);
            }
        };
        try (Region region = Region.reserve(source, 4L * SuperSlab.BYTES, budget);
                GuardedPool pool = SharedPools.open(strategy, region)) {
            Slab slab = pool.acquire(1, 1);
            pool.release(slab, slab.word());
            FutureTask<Long> trim = start(() -> pool.trim(0));
            decommitting.await();
            Thread[] acquirer = new Thread[1];
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Slab> acquired = start(() -> {
                acquirer[0] = Thread.currentThread();
                begun.countDown();
                return pool.acquire(2, 1);
            });
            begun.await();
            try {
                spinUntil(() -> acquirer[0].getState() == Thread.State.WAITING || acquired.isDone());
                assertThat(acquired.isDone())
                        .as("refused while memory was on its way")
                        .isFalse();
            } finally {
                refused.countDown();
            }
            assertThat(trim.get()).isEqualTo(SuperSlab.BYTES);
            assertThat(acquired.get().state()).isEqualTo(Slab.State.ACTIVE);
            assertThatThrownBy(() -> pool.acquire(2, 32)).isInstanceOf(MemoryRefusedException.class);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
