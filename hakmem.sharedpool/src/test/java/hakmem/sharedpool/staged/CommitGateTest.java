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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommitGateTest {
    private final CommitGate gate = new CommitGate();

    @Test
    void whoComesAfterACommitThatEndedSinceHisSearchSearchesAgain() {
        long seen = gate.epoch();
        gate.end(gate.enter(1, seen, 0), true);
        assertThat(gate.enter(1, seen, 0)).isNull();
        assertThat(gate.enter(1, gate.epoch(), 0)).isNotNull();
    }

    @Test
    void whoWasSentBackOftenEnoughCommitsAtOnce() {
        gate.enter(1, gate.epoch(), 0);
        assertThat(gate.enter(1, gate.epoch(), CommitGate.MAX_ROUNDS)).isNotNull();
    }

    @Test
    void aCommitThatCannotServeACallerIsNotWaitedFor() {
        gate.enter(20, gate.epoch(), 0);
        assertThat(gate.enter(20, gate.epoch(), 0)).isNotNull();
    }

    @Test
    void aRefusalWithNothingUnderWayIsFinal() {
        long seen = gate.epoch();
        gate.end(gate.enter(1, seen, 0), false);
        assertThat(gate.mayRetry(seen, 0)).isFalse();
        gate.endRetirement(gate.beginRetirement());
        assertThat(gate.mayRetry(seen, 0)).isTrue();
        assertThat(gate.mayRetry(seen, CommitGate.MAX_ROUNDS)).isFalse();
    }

    /** A commit that begins and fails later must not count as the end of the retirement that is waited for. */
    @Test
    void aRefusalWaitsForWhatWasUnderWayAndNotForAsManyEnds() throws Exception {
        long retirement = gate.beginRetirement();
        long seen = gate.epoch();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Boolean> refused = threads.submit(() -> gate.mayRetry(seen, 0));
            spinUntil(() -> gate.waiting() == 1);
            gate.end(gate.enter(1, seen, 0), false);
            // Woken up by that, it waits again.
            spinUntil(() -> gate.waiting() == 1);
            gate.endRetirement(retirement);
            assertThat(refused.get()).isTrue();
        }
    }

    @Test
    void thoseWhoWaitForACommitAreServedByIt() throws Exception {
        CommitGate.Commit commit = gate.enter(1, gate.epoch(), 0);
        long seen = gate.epoch();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<CommitGate.Commit>> waiting = new ArrayList<>();
            for (int i = 0; i < 31; i++) {
                waiting.add(threads.submit(() -> gate.enter(1, seen, 0)));
            }
            spinUntil(() -> gate.waiting() == 31);
            assertThat(gate.enter(1, seen, 0))
                    .as("the 33rd is not promised anything")
                    .isNotNull();
            gate.end(commit, true);
            for (Future<CommitGate.Commit> each : waiting) {
                assertThat(each.get()).isNull();
            }
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
                GuardedPool pool = SharedPools.open(strategy, region);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Slab>> slabs = new ArrayList<>();
            for (int i = 0; i < herd; i++) {
                slabs.add(threads.submit(() -> {
                    arrived.countDown();
                    return pool.acquire(1, 1);
                }));
            }
            for (Future<Slab> slab : slabs) {
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
                GuardedPool pool = SharedPools.open(strategy, region);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Slab slab = pool.acquire(1, 1);
            pool.release(slab, slab.word());
            Future<Long> trim = threads.submit(() -> pool.trim(0));
            decommitting.await();
            Thread[] acquirer = new Thread[1];
            CountDownLatch begun = new CountDownLatch(1);
            Future<Slab> acquired = threads.submit(() -> {
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

    /** Fails after long enough, rather than spin for ever. */
    private static void spinUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience is over").isLessThan(end);
            Thread.onSpinWait();
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
