package hakmem.bench.bounds;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** Threads in numbers, and of habits, that make an allocator keep too much. Each frees all it allocated. */
final class ThreadScenarios {
    /** Blocks of up to 32 KiB: those the heaps of threads hold. */
    private static final int SMALL = 15;

    private static final int BLOCKS = 16;

    /** The block that ends a queue. */
    private static final long END = -1;

    private final Ledger ledger;
    private final long seed;
    private final boolean full;

    ThreadScenarios(Ledger ledger, long seed, boolean full) {
        this.ledger = ledger;
        this.seed = seed;
        this.full = full;
    }

    /** Many threads alive at once, each with blocks of its own, which it frees; then all of them end. */
    Rest platformThreads() throws InterruptedException {
        int count = full ? 10_000 : 1_000;
        CountDownLatch all = new CountDownLatch(count);
        Rest.of(count, number -> {
                    long[] blocks = fill(number, BLOCKS);
                    all.countDown();
                    all.await();
                    ledger.giveAll(blocks);
                })
                .end();
        return Rest.none();
    }

    /** A great many virtual threads, some hundreds of them at once; each second one leaves its blocks to another. */
    Rest virtualThreads() throws InterruptedException {
        int count = full ? 1_000_000 : 50_000;
        Semaphore atOnce = new Semaphore(512);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ConcurrentLinkedQueue<long[]> left = new ConcurrentLinkedQueue<>();
        ThreadFactory factory = Thread.ofVirtual().name("bounds-virtual").factory();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
            for (int i = 0; i < count; i++) {
                int number = i;
                atOnce.acquire();
                executor.execute(() -> {
                    try {
                        liveShortly(number, left);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        atOnce.release();
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a virtual thread failed: " + failure.get(), failure.get());
        }
        left.forEach(ledger::giveAll);
        return Rest.none();
    }

    @SuppressWarnings("ThreadPriorityCheck") // the point is that others come in between
    private void liveShortly(int number, ConcurrentLinkedQueue<long[]> left) {
        long[] mine = fill(number, 4);
        Thread.yield();
        if (number % 2 == 0) {
            left.add(mine);
        } else {
            ledger.giveAll(mine);
            long[] others = left.poll();
            if (others != null) {
                ledger.giveAll(others);
            }
        }
    }

    /** A pool of threads that grows and shrinks, and whose threads free one another's blocks; at last it rests, small. */
    Rest poolThatGrowsAndShrinks() throws InterruptedException {
        ConcurrentLinkedQueue<long[]> left = new ConcurrentLinkedQueue<>();
        for (int size : new int[] {2, 64, 4, full ? 1000 : 128, 8, 32}) {
            Rest.of(size, number -> {
                        for (int round = 0; round < 20; round++) {
                            left.add(fill(number * 20 + round, BLOCKS));
                            ledger.giveAll(left.remove());
                        }
                    })
                    .end();
        }
        return Rest.of(2, number -> {
            ledger.giveAll(fill(number, BLOCKS));
            left.forEach(ledger::giveAll);
        });
    }

    /** Threads that allocate, and one that frees all of it and allocates nothing. All of them stay. */
    Rest threadThatOnlyFrees() throws InterruptedException {
        int producers = 4;
        BlockingQueue<Long> queue = new ArrayBlockingQueue<>(50_000);
        return Rest.of(producers + 1, number -> {
            if (number == producers) {
                for (int ended = 0; ended < producers; ) {
                    long block = queue.take();
                    if (block == END) {
                        ended++;
                    } else {
                        ledger.give(block);
                    }
                }
            } else {
                SplittableRandom random = new SplittableRandom(seed + number);
                for (int i = 0; i < 50_000; i++) {
                    queue.put(ledger.takeRandom(random, SMALL));
                }
                queue.put(END);
            }
        });
    }

    /** Threads that allocate much and then do nothing while another frees it. */
    Rest ownersThatGoIdle() throws InterruptedException {
        ConcurrentLinkedQueue<long[]> left = new ConcurrentLinkedQueue<>();
        Rest rest = Rest.of(8, number -> left.add(fill(number, 5_000)));
        left.forEach(ledger::giveAll);
        return rest;
    }

    /** Threads that end while their blocks live, each in a slab that is not full; another frees them. */
    Rest threadsThatDieHoldingSlabs() throws InterruptedException {
        ConcurrentLinkedQueue<long[]> left = new ConcurrentLinkedQueue<>();
        for (int generation = 0; generation < 20; generation++) {
            int first = generation * 32;
            Rest.of(32, number -> left.add(fill(first + number, BLOCKS))).end();
        }
        left.forEach(ledger::giveAll);
        return Rest.none();
    }

    private long[] fill(int number, int count) {
        SplittableRandom random = new SplittableRandom(seed * 31 + number);
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = ledger.takeRandom(random, SMALL);
        }
        return blocks;
    }
}
