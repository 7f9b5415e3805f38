package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.tck.PoolUnderTest.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a strategy must do when memory does not work, or takes its time. */
abstract class SharedPoolFailures extends SharedPoolRuns {
    private static final int SUPER_SLABS = 4;

    /** The system refuses the n-th commit, for every n there is. */
    @Test
    void aRefusedCommitIsPassedOnAndNothingIsLost() throws MemoryRefusedException {
        for (int n = 1; n <= SUPER_SLABS; n++) {
            try (PoolUnderTest pool = open(SUPER_SLABS)) {
                pool.source.refuseCommit(n);
                List<Held> held = new ArrayList<>();
                Reason reason = pool.acquireAll(2, held);
                if (reason != Reason.METADATA_FULL) {
                    assertEquals(Reason.SYSTEM, reason);
                    assertEquals((n - 1) * SuperSlab.SLABS, held.size(), "all that was committed serves");
                    pool.checkCounters();
                    held.add(pool.acquire(2, 1));
                }
                pool.releaseAll(held);
                pool.checkQuiet();
            }
        }
    }

    @Test
    void aSourceThatBreaksInACommitCostsNothing() throws MemoryRefusedException {
        for (int n = 1; n <= SUPER_SLABS; n++) {
            try (PoolUnderTest pool = open(SUPER_SLABS)) {
                int broken = n;
                pool.source.onCommit(number -> {
                    if (number == broken) {
                        throw new IllegalStateException("broken by the script");
                    }
                    if (number == broken + 1) {
                        throw new OutOfMemoryError("broken by the script");
                    }
                });
                List<Held> held = new ArrayList<>();
                assertThrows(IllegalStateException.class, () -> pool.acquireAll(2, held));
                assertThrows(OutOfMemoryError.class, () -> pool.acquireAll(2, held));
                pool.checkCounters();
                held.add(pool.acquire(2, 1));
                pool.releaseAll(held);
                pool.checkQuiet();
            }
        }
    }

    /** The n-th decommit fails, for every n there is. */
    @Test
    void aDecommitThatFailsLosesNoSlab() {
        for (int n = 1; n <= SUPER_SLABS; n++) {
            try (PoolUnderTest pool = open(SUPER_SLABS)) {
                List<Held> held = new ArrayList<>();
                pool.acquireAll(2, held);
                pool.releaseAll(held);
                int broken = n;
                pool.source.onDecommit(number -> {
                    if (number == broken) {
                        throw new IllegalStateException("broken by the script");
                    }
                });
                try {
                    pool.pool.trim(0);
                } catch (IllegalStateException e) {
                    assertTrue(e.getMessage().contains("broken by the script"), e::getMessage);
                }
                pool.checkCounters();
                Reason reason = pool.acquireAll(3, held);
                assertTrue(
                        reason == Reason.METADATA_FULL || held.size() == SUPER_SLABS * SuperSlab.SLABS,
                        () -> held.size() + " slabs after a decommit failed");
                pool.checkCounters();
                pool.releaseAll(held);
            }
        }
    }

    @Test
    void aRefusalAtTheLimitIsOverWhenSlabsAreReleased() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(3, 2)) {
            List<Held> held = new ArrayList<>();
            pool.acquireAll(1, held);
            assertThrows(MemoryRefusedException.class, () -> pool.acquire(1, SuperSlab.SLABS));
            pool.checkCounters();
            List<Held> one = new ArrayList<>(held.subList(0, SuperSlab.SLABS));
            held.removeAll(one);
            pool.releaseAll(one);
            assertNotNull(pool.tryAcquire(6, 1));
        }
    }

    /** While one thread is in the middle of a commit the others find what there is, release, trim, and ask. */
    @Test
    void nobodyWaitsForACommitWhoDoesNotNeedIt() throws Exception {
        try (PoolUnderTest pool = open(SUPER_SLABS)) {
            Held first = pool.acquire(1, SuperSlab.SLABS - 1);
            CountDownLatch committing = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            pool.source.onCommit(number -> {
                committing.countDown();
                awaitQuietly(goOn);
            });
            ThreadTeam slow = ThreadTeam.begin(() -> pool.release(pool.acquire(1, SuperSlab.SLABS)));
            ThreadTeam others = ThreadTeam.begin(() -> {
                awaitQuietly(committing);
                Held last = pool.acquire(2, 1);
                pool.release(last);
                pool.release(first);
                pool.pool.trim(0);
                assertEquals(0, pool.stats().entries());
            });
            try {
                others.await();
            } finally {
                goOn.countDown();
            }
            slow.await();
            pool.checkQuiet();
        }
    }

    /** While one thread is in the middle of a decommit the others commit, release, and ask. */
    @Test
    void nobodyWaitsForADecommitWhoDoesNotNeedIt() throws Exception {
        try (PoolUnderTest pool = open(SUPER_SLABS)) {
            pool.release(pool.acquire(1, 1));
            CountDownLatch decommitting = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            pool.source.onDecommit(number -> {
                if (number == 1) {
                    decommitting.countDown();
                    awaitQuietly(goOn);
                }
            });
            ThreadTeam slow = ThreadTeam.begin(() -> pool.pool.trim(0));
            ThreadTeam others = ThreadTeam.begin(() -> {
                if (pool.source.givesBack()) {
                    awaitQuietly(decommitting);
                }
                pool.release(pool.acquire(2, 1));
                pool.release(pool.acquire(2, SuperSlab.SLABS));
                pool.pool.trim(0);
                pool.stats();
            });
            try {
                others.await();
            } finally {
                goOn.countDown();
            }
            slow.await();
            pool.checkQuiet();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
