package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.api.PoolStats;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.tck.PoolUnderTest.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a strategy must do for one thread, with memory that works. */
abstract class SharedPoolBasics extends SharedPoolSubject {
    @Test
    void theProviderSaysItsNameAndWhatItIs() {
        assertTrue(provider().name().matches("[a-z][a-z0-9-]*"), provider().name());
        assertFalse(provider().description().isBlank());
        assertFalse(provider().description().contains("\n"), "one line");
    }

    @Test
    void aNewPoolHoldsNoMemory() {
        try (PoolUnderTest pool = open(4)) {
            PoolStats stats = pool.stats();
            assertEquals(0, pool.committed());
            assertEquals(0, stats.entries());
            assertEquals(0, stats.acquisitions() + stats.retired());
            assertEquals(0, pool.pool.trim(0));
            pool.checkQuiet();
        }
    }

    @Test
    void aCommittedSuperSlabServesAsManyAcquisitionsAsItHasSlabs() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            List<Held> held = new ArrayList<>();
            for (int i = 0; i < SuperSlab.SLABS; i++) {
                held.add(pool.acquire(i % 5, 1));
            }
            assertEquals(1, pool.stats().commits());
            assertEquals(SuperSlab.BYTES, pool.committed());
            held.add(pool.acquire(0, 1));
            assertEquals(2, pool.stats().commits());
            pool.checkCounters();
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    @Test
    void everySlabUpToTheLimitIsHandedOutAndNoneBeyond() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4, 3)) {
            List<Held> held = new ArrayList<>();
            Reason reason = pool.acquireAll(7, held);
            if (reason != Reason.METADATA_FULL) {
                assertEquals(Reason.LIMIT, reason);
                assertEquals(3 * SuperSlab.SLABS, held.size());
            }
            assertThrows(MemoryRefusedException.class, () -> pool.acquire(8, 1), "another class is refused too");
            pool.release(held.removeLast());
            held.add(pool.acquire(8, 1));
            pool.checkCounters();
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    @Test
    void aRegionThatIsFullIsSaidToBeFull() {
        try (PoolUnderTest pool = open(2, 3)) {
            List<Held> held = new ArrayList<>();
            Reason reason = pool.acquireAll(7, held);
            assertTrue(reason == Reason.REGION_FULL || reason == Reason.METADATA_FULL, () -> "refused for " + reason);
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    @Test
    void releasedSlabsServeTheSameClassBeforeMoreIsCommitted() throws MemoryRefusedException {
        releasedSlabsServe(3, 3);
    }

    @Test
    void releasedSlabsServeOtherClassesBeforeMoreIsCommitted() throws MemoryRefusedException {
        releasedSlabsServe(3, 60_000);
    }

    private void releasedSlabsServe(int sizeClass, int nextClass) throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            List<Held> held = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                while (held.size() < SuperSlab.SLABS) {
                    held.add(pool.acquire(round == 0 ? sizeClass : nextClass, 1));
                }
                pool.releaseAll(held);
            }
            assertEquals(1, pool.stats().commits());
            pool.checkQuiet();
        }
    }

    @Test
    void aRunOfAnyLengthLiesSideBySideInOneSuperSlab() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            for (int slabs = 1; slabs <= SuperSlab.SLABS; slabs++) {
                // The boundary and the ledger check the slabs that follow the first.
                Held run = pool.acquire(9, slabs);
                assertTrue(run.first().slot() + slabs <= SuperSlab.SLABS);
                pool.release(run);
            }
            assertEquals(1, pool.stats().commits(), "what a run leaves serves the next run");
            pool.checkQuiet();
        }
    }

    @Test
    void aRunIsMadeOfUnusedAndEmptySlabsBeforeMoreIsCommitted() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            List<Held> singles = new ArrayList<>();
            for (int i = 0; i < SuperSlab.SLABS / 2; i++) {
                singles.add(pool.acquire(i, 1));
            }
            pool.releaseAll(singles);
            Held run = pool.acquire(5, SuperSlab.SLABS);
            assertEquals(1, pool.stats().commits());
            pool.release(run);
            pool.checkQuiet();
        }
    }

    @Test
    void aRunThatFitsNowhereCommitsAndLeavesTheRestToOthers() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            List<Held> held = new ArrayList<>(List.of(pool.acquire(1, 20), pool.acquire(1, 20)));
            assertEquals(2, pool.stats().commits());
            for (int i = 0; i < 24; i++) {
                held.add(pool.acquire(2, 1));
            }
            assertEquals(2, pool.stats().commits());
            pool.checkCounters();
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    @Test
    void trimSparesSuperSlabsInUseAndThoseUsedOfLate() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            Held kept = pool.acquire(1, 1);
            Held big = pool.acquire(2, SuperSlab.SLABS);
            pool.release(big);
            assertEquals(0, pool.pool.trim(TimeUnit.DAYS.toNanos(1)), "used within a day");
            assertEquals(2L * SuperSlab.BYTES, pool.committed());
            pool.pool.trim(0);
            assertEquals(1, pool.stats().retired());
            assertEquals(1, pool.stats().entries());
            assertSame(Slab.State.ACTIVE, kept.first().state());
            pool.release(kept);
            pool.checkQuiet();
        }
    }

    @Test
    void whatWasRetiredIsCommittedAgainWithoutEnd() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(3, 2)) {
            for (int cycle = 0; cycle < 500 && !pool.isMetadataFull(); cycle++) {
                Held first = pool.tryAcquire(cycle % 7, 1 + cycle % SuperSlab.SLABS);
                Held second = pool.tryAcquire(cycle % 5, SuperSlab.SLABS);
                if (first != null) {
                    pool.release(first);
                }
                if (second != null) {
                    pool.release(second);
                }
                pool.pool.trim(0);
                assertEquals(0, pool.stats().entries());
                assertTrue(first != null || pool.isMetadataFull(), "refused in cycle " + cycle);
            }
            assertTrue(pool.stats().peakEntries() <= 2, () -> "more entries than SuperSlabs: " + pool.stats());
            pool.checkQuiet();
        }
    }

    @Test
    void aClosedPoolRefusesAndStillTakesBack() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(2)) {
            Held held = pool.acquire(1, 3);
            pool.pool.close();
            assertThrows(IllegalStateException.class, () -> pool.acquire(1, 1));
            assertEquals(0, pool.pool.trim(0));
            pool.release(held);
            pool.pool.close();
            assertEquals(1, pool.stats().commits());
        }
    }
}
