package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.tck.PoolUnderTest.Held;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Random histories, of one thread and of many, in which every slab is accounted for. */
abstract class SharedPoolHistories extends SharedPoolFailures {
    private static final int THREADS = 4;

    @Test
    void oneThreadsHistoryIsConsistent() {
        seeded(seed -> {
            try (PoolUnderTest pool = open(6, 5)) {
                history(pool, new SplittableRandom(seed), 4000, 100, true);
                pool.checkQuiet();
            }
        });
    }

    @Test
    void manyThreadsHistoriesAreConsistent() {
        concurrent(Thread.ofPlatform().daemon().factory(), THREADS, 3000, 20);
    }

    @Test
    void virtualThreadsHistoriesAreConsistent() {
        concurrent(Thread.ofVirtual().factory(), 64, 200, 3);
    }

    private void concurrent(ThreadFactory factory, int threads, int steps, int most) {
        seeded(seed -> {
            try (PoolUnderTest pool = open(12, 10)) {
                ThreadTeam.run(
                        factory,
                        threads,
                        number -> history(pool, new SplittableRandom(seed + number), steps, most, number == 0));
                pool.checkQuiet();
            }
        });
    }

    /** Acquires, releases and now and then trims and discards at random, and releases all at the end. */
    private static void history(PoolUnderTest pool, SplittableRandom random, int steps, int most, boolean trims) {
        List<Held> held = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            if (held.size() < random.nextInt(1, most + 1)) {
                int slabs = random.nextInt(4) == 0 ? random.nextInt(2, 1 << random.nextInt(2, 6)) : 1;
                Held taken = pool.tryAcquire(random.nextInt(6), Math.min(slabs, SuperSlab.SLABS));
                if (taken != null) {
                    held.add(taken);
                }
            } else {
                Collections.swap(held, random.nextInt(held.size()), held.size() - 1);
                pool.release(held.removeLast());
            }
            if (trims && random.nextInt(32) == 0) {
                pool.pool.trim(random.nextInt(2) * 1000L);
                pool.pool.discard(random.nextInt(2) * 1000L);
            }
            if (random.nextInt(64) == 0) {
                pool.stats();
            }
        }
        pool.releaseAll(held);
    }

    /** SuperSlabs come and go all the time, while others claim from them. */
    @Test
    void claimsAndRetirementsExcludeEachOther() {
        try (PoolUnderTest pool = open(6)) {
            ThreadTeam.runBeside(2, () -> pool.pool.trim(0), THREADS, number -> {
                for (int cycle = 0; cycle < 2000; cycle++) {
                    pool.useSlabs(number, cycle);
                    if (cycle % 8 == 7) {
                        pool.pool.trim(0);
                    }
                }
            });
            assertTrue(pool.isMetadataFull() || pool.stats().retired() > 0, "nothing was retired: " + pool.stats());
            assertTrue(
                    pool.isMetadataFull() || pool.stats().peakEntries() <= 6,
                    "more entries than there can be SuperSlabs: " + pool.stats());
            pool.checkQuiet();
        }
    }

    /** Each slab is released by another thread than the one it was handed to. */
    @Test
    void slabsMayBeReleasedByOtherThreads() {
        try (PoolUnderTest pool = open(6)) {
            Queue<Held> handedOver = new ArrayBlockingQueue<>(64);
            AtomicInteger producing = new AtomicInteger(THREADS / 2);
            ThreadTeam.run(THREADS, number -> {
                if (number % 2 == 0) {
                    try {
                        for (int i = 0; i < 3000; i++) {
                            Held held = pool.tryAcquire(number, 1 + i % 3);
                            if (held != null && !handedOver.offer(held)) {
                                pool.release(held);
                            }
                        }
                    } finally {
                        producing.decrementAndGet();
                    }
                } else {
                    boolean last = false;
                    while (!last) {
                        last = producing.get() == 0;
                        for (Held held = handedOver.poll(); held != null; held = handedOver.poll()) {
                            pool.release(held);
                        }
                    }
                }
            });
            pool.checkQuiet();
        }
    }

    @Test
    void theLimitIsMetExactlyByManyThreadsToo() {
        try (PoolUnderTest pool = open(6, 5)) {
            List<Held> held = Collections.synchronizedList(new ArrayList<>());
            ThreadTeam.run(THREADS, number -> {
                pool.acquireAll(number, held);
                assertTrue(pool.committed() <= pool.region.budget().limit());
            });
            Reason reason = pool.acquireAll(9, held);
            if (reason != Reason.METADATA_FULL) {
                assertEquals(5 * SuperSlab.SLABS, held.size());
            }
            pool.checkCounters();
            pool.releaseAll(held);
            pool.checkQuiet();
        }
    }

    /** Commits fail at random while threads are at work. */
    @Test
    void refusalsUnderLoadLoseNothing() {
        seeded(seed -> {
            try (PoolUnderTest pool = open(8)) {
                ScriptedSource.Step refuse = number -> {
                    if (new SplittableRandom(seed + number).nextInt(3) == 0) {
                        throw new MemoryRefusedException(Reason.SYSTEM, "refused by the script");
                    }
                };
                pool.source.onCommit(refuse);
                ThreadTeam.run(
                        THREADS, number -> history(pool, new SplittableRandom(seed + number), 2000, 20, number == 0));
                pool.source.onCommit(number -> {});
                pool.checkQuiet();
            }
        });
    }

    /** Those at work succeed, are refused, or are told that the pool is closed; nothing else. */
    @Test
    void aPoolMayBeClosedUnderLoad() {
        try (PoolUnderTest pool = open(8)) {
            CountDownLatch atWork = new CountDownLatch(THREADS);
            ThreadTeam.run(THREADS + 1, number -> {
                if (number == THREADS) {
                    atWork.await();
                    pool.pool.close();
                    return;
                }
                List<Held> held = new ArrayList<>();
                try {
                    for (int i = 0; ; i++) {
                        Held taken = pool.tryAcquire(number, 1 + i % 4);
                        if (taken != null) {
                            held.add(taken);
                        }
                        if (i == 100) {
                            atWork.countDown();
                        }
                        if (held.size() > 20) {
                            pool.releaseAll(held);
                            pool.pool.trim(0);
                        }
                    }
                } catch (IllegalStateException e) {
                    assertEquals(IllegalStateException.class, e.getClass(), e::toString);
                } finally {
                    atWork.countDown();
                    pool.releaseAll(held);
                }
            });
            pool.stats();
        }
    }
}
