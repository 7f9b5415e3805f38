package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.sharedpool.PoolStrategyException;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.tck.PoolUnderTest.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory of slabs that are not in use goes back where their SuperSlab stays. A strategy may leave all of it where it is. */
abstract class SharedPoolDiscards extends SharedPoolHistories {
    private static final int THREADS = 4;
    private static final int CYCLES = 2000;

    @Test
    void whatIsDiscardedIsThereStill() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(2)) {
            List<Held> held = new ArrayList<>();
            Reason reason = pool.acquireAll(1, held);
            int all = held.size();
            List<Held> released = new ArrayList<>(held.subList(1, all));
            held.subList(1, all).clear();
            pool.releaseAll(released);
            long committed = pool.committed();
            long bytes = pool.pool.discard(0);
            assertTrue(bytes >= 0 && bytes <= committed - Slab.BYTES, () -> bytes + " bytes of " + committed);
            assertEquals(committed, pool.committed(), "what is discarded stays committed");
            pool.checkCounters();
            assertEquals(0, pool.pool.discard(0), "there is nothing left to be discarded");
            assertEquals(reason, pool.acquireAll(2, held));
            assertEquals(all, held.size(), "slabs after the discard");
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    @Test
    void whatWasUsedAMomentAgoIsSpared() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(1)) {
            Held kept = pool.acquire(1, 1);
            pool.release(pool.acquire(1, 1));
            pool.release(pool.acquire(1, 3));
            assertEquals(0, pool.pool.discard(Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> pool.pool.discard(-1));
            pool.release(kept);
            pool.checkQuiet();
        }
    }

    /** In the middle of a discard somebody acquires what there is: he is given nothing that is about to lose its memory. */
    @Test
    void whatIsAcquiredDuringADiscardKeepsItsMemory() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(2)) {
            List<Held> held = new ArrayList<>();
            held.add(pool.acquire(1, 1));
            pool.release(pool.acquire(1, 3));
            pool.release(pool.acquire(1, 1));
            pool.source.onDiscard(number -> {
                pool.source.onDiscard(later -> {});
                for (int i = 0; i < SuperSlab.SLABS; i++) {
                    Held taken = pool.tryAcquire(i % 3, 1);
                    if (taken != null) {
                        held.add(taken);
                    }
                }
            });
            pool.pool.discard(0);
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    /** Marks in the slabs tell if one in use lost its memory. */
    @Test
    void slabsInUseKeepTheirMemory() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(4)) {
            Held kept = pool.acquire(7, 1);
            ThreadTeam.runBeside(2, () -> pool.pool.discard(0), THREADS, number -> {
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    pool.useSlabs(number, cycle);
                }
            });
            pool.release(kept);
            pool.checkQuiet();
        }
    }

    /** At the limit, with all that is wanted unused or on its way to be so. */
    @Test
    void nobodyIsRefusedBecauseOfADiscard() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(1)) {
            Held kept = pool.acquire(7, 1);
            ThreadTeam.runBeside(2, () -> pool.pool.discard(0), 1, number -> {
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    Held run = pool.tryAcquire(1, SuperSlab.SLABS - 1);
                    assertNotNull(run, "all but one slab is free");
                    pool.release(run);
                    Held one = pool.tryAcquire(1, 1);
                    assertNotNull(one, "all but one slab is free");
                    pool.release(one);
                }
            });
            pool.release(kept);
            pool.checkQuiet();
        }
    }

    /** The source breaks in the n-th discard; a strategy may throw that or keep it to itself. */
    @Test
    void aSourceThatBreaksInADiscardCostsNothing() throws MemoryRefusedException {
        for (int n = 1; n <= 3; n++) {
            try (PoolUnderTest pool = open(2)) {
                List<Held> held = new ArrayList<>();
                Reason reason = pool.acquireAll(1, held);
                int all = held.size();
                for (int i = all - 2; i > 0; i -= 3) {
                    pool.release(held.remove(i));
                }
                int broken = n;
                pool.source.onDiscard(number -> {
                    if (number == broken) {
                        throw new IllegalStateException("broken by the script");
                    }
                });
                try {
                    pool.pool.discard(0);
                } catch (IllegalStateException e) {
                    assertTrue(!(e instanceof PoolStrategyException), e::getMessage);
                    assertTrue(e.getMessage().contains("broken by the script"), e::getMessage);
                }
                pool.checkCounters();
                assertEquals(reason, pool.acquireAll(2, held));
                assertEquals(all, held.size(), "slabs after a discard failed");
                pool.releaseAll(held);
                pool.checkQuiet();
            }
        }
    }
}
