package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.tck.PoolUnderTest.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Runs that change their length where they are. A strategy that cannot do that must leave them as they were. */
abstract class SharedPoolRuns extends SharedPoolBasics {
    @Test
    void aRunGivesItsEndBackAndGrowsIntoItAgain() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(2)) {
            Held run = pool.acquire(9, SuperSlab.SLABS);
            for (int slabs : new int[] {20, 7, 1, 2, 30, SuperSlab.SLABS, 31}) {
                Held resized = pool.tryResize(run, slabs);
                if (resized == null) {
                    break; // the strategy cannot split runs: everything is as it was
                }
                run = resized;
            }
            pool.checkCounters();
            pool.release(run);
            pool.checkQuiet();
        }
    }

    @Test
    void whatARunGivesUpServesOthersAndThenItCannotGrow() throws MemoryRefusedException {
        try (PoolUnderTest pool = open(1)) {
            Held run = pool.acquire(9, SuperSlab.SLABS);
            Held shorter = pool.tryResize(run, 3);
            if (shorter == null) {
                pool.release(run);
            } else {
                List<Held> others = new ArrayList<>();
                for (int i = 3; i < SuperSlab.SLABS; i++) {
                    others.add(pool.acquire(i % 4, 1));
                }
                assertNull(pool.tryResize(shorter, 4), "the slab behind is another's");
                pool.releaseAll(others);
                Held grown = pool.tryResize(shorter, SuperSlab.SLABS);
                assertNotNull(grown, "empty slabs of other classes are free");
                assertNull(pool.tryResize(grown, SuperSlab.SLABS + 1), "there is no run across SuperSlabs");
                pool.release(grown);
            }
            assertEquals(1, pool.stats().commits());
            pool.checkQuiet();
        }
    }

    @Test
    void runsThatGrowAndShrinkAmongOthersNeverOverlap() {
        seeded(seed -> {
            try (PoolUnderTest pool = open(3)) {
                ConcurrentLinkedQueue<Held> left = new ConcurrentLinkedQueue<>();
                ThreadTeam.run(4, number -> {
                    SplittableRandom random = new SplittableRandom(seed + number);
                    List<Held> held = new ArrayList<>();
                    for (int step = 0; step < 3000; step++) {
                        int which = random.nextInt(8);
                        if (which >= held.size()) {
                            Held fresh = pool.tryAcquire(number, 1 + random.nextInt(6));
                            if (fresh != null) {
                                held.add(fresh);
                            }
                        } else if (random.nextInt(3) == 0) {
                            pool.release(held.remove(which));
                        } else {
                            Held resized = pool.tryResize(held.get(which), 1 + random.nextInt(10));
                            if (resized != null) {
                                held.set(which, resized);
                            }
                        }
                    }
                    left.addAll(held);
                });
                pool.checkCounters();
                left.forEach(pool::release);
                pool.checkQuiet();
            }
        });
    }
}
