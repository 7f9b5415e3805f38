package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120) // of waits without an end, each of which can be interrupted
class StripedHeapsTest {
    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the point is that others come in between
    void manyVirtualThreadsShareAFewHeaps() throws Exception {
        int threads = 10_000;
        ConcurrentLinkedQueue<Long> handedOver = new ConcurrentLinkedQueue<>();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int blocks = 1 + i % 10;
            FutureTask<Void> task = new FutureTask<>(() -> {
                List<Long> mine = new ArrayList<>();
                for (int n = 0; n < blocks; n++) {
                    mine.add(tiny.malloc(16 + n * 100));
                }
                Thread.yield();
                handedOver.add(mine.removeLast());
                mine.forEach(tiny::free);
                return null;
            });
            tasks.add(task);
            Thread.startVirtualThread(task);
        }
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        assertThat(tiny.liveBlocks()).isEqualTo(threads);
        // Two processors: four stripes.
        assertThat(tiny.blocks.stats().threadHeaps()).isLessThanOrEqualTo(4);
        handedOver.forEach(tiny::free);
        assertThat(tiny.liveBlocks()).isZero();
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
        tiny.blocks.reclaim(true);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void aVirtualThreadThatAllocatesAllTheTimeHasAHeap() throws Exception {
        List<Long> blocks = new ArrayList<>();
        Thread.ofVirtual()
                .start(() -> {
                    for (int i = 0; i <= Stripe.REGULAR; i++) {
                        blocks.add(tiny.malloc(64));
                    }
                })
                .join();
        assertThat(tiny.blocks.stats().threadHeaps())
                .as("its own, and the stripe")
                .isEqualTo(2);
        blocks.forEach(tiny::free);
        tiny.blocks.reclaim(true);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void virtualThreadsLeaveHalfOfTheHeapsToOthers() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (TinyFixture few = new TinyFixture(TinyFixture.REGION_BYTES, 4)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                CountDownLatch served = new CountDownLatch(1);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 130 * Stripe.REGULAR; n++) {
                        few.free(few.malloc(64));
                    }
                    served.countDown();
                    await(done);
                }));
                served.await();
            }
            few.free(few.malloc(64));
            assertThat(few.blocks.heapCount())
                    .as("two of virtual threads, and this thread's")
                    .isEqualTo(3);
            done.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** Without its place in the table it would use its heap for one block in hundreds, and keep the slabs. */
    @Test
    void aVirtualThreadWhosePlaceInTheTableIsTakenSharesUntilItIsFree() throws Exception {
        Semaphore there = new Semaphore(0);
        CountDownLatch end = new CountDownLatch(1);
        Runnable regular = () -> {
            allocateAndFree(3 * Stripe.REGULAR);
            there.release();
            await(end);
        };
        Thread first = Thread.ofVirtual().unstarted(regular);
        Thread second = Thread.ofVirtual().unstarted(regular);
        while ((second.threadId() & HeapRegistry.TABLE_MASK) != (first.threadId() & HeapRegistry.TABLE_MASK)) {
            second = Thread.ofVirtual().unstarted(regular);
        }
        // One after the other: two that take turns on a stripe are both no regulars.
        first.start();
        there.acquire();
        assertThat(tiny.blocks.heapCount()).isOne();
        second.start();
        there.acquire();
        assertThat(tiny.blocks.heapCount()).isOne();
        end.countDown();
        first.join();
        second.join();
    }

    private void allocateAndFree(int times) {
        for (int i = 0; i < times; i++) {
            tiny.free(tiny.malloc(64));
        }
    }

    @Test
    void thousandsOfRegularVirtualThreadsOneAfterTheOtherNeedOneHeap() throws Exception {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Thread thread = Thread.ofVirtual().start(() -> {
                allocateAndFree(2 * Stripe.REGULAR);
                blocks.add(tiny.malloc(64));
            });
            thread.join();
        }
        assertThat(tiny.blocks.heapCount()).isOne();
        assertThat(tiny.blocks.stats().adoptions()).isPositive();
        blocks.forEach(tiny::free);
        tiny.blocks.reclaim(false);
        tiny.blocks.reclaim(false);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void aVirtualThreadsDoubleFreeIsRefused() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    long block = tiny.malloc(64);
                    tiny.free(block);
                    assertThatThrownBy(() -> tiny.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
                })
                .join();
        long platform = tiny.malloc(64);
        Thread.ofVirtual().start(() -> tiny.free(platform)).join();
        assertThatThrownBy(() -> tiny.free(platform)).isExactlyInstanceOf(DoubleFreeException.class);
    }

    @Test
    void aVirtualThreadThatWaitsHoldsNoStripe() throws Exception {
        // More waiting threads than stripes: if each kept one, the last ones could not go on.
        CountDownLatch allThere = new CountDownLatch(100);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                long block = tiny.malloc(1000);
                allThere.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                tiny.free(block);
            }));
        }
        allThere.await();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(tiny.liveBlocks()).isZero();
    }

    @Test
    void whatOthersFreedInAStripeThatRestsIsGivenBack() throws Exception {
        List<Long> blocks = new ArrayList<>();
        Thread.ofVirtual()
                .start(() -> {
                    for (int i = 0; i < 20 * Slab.BYTES / 1024; i++) {
                        blocks.add(tiny.malloc(1024));
                    }
                })
                .join();
        blocks.forEach(tiny::free);
        assertThat(tiny.blocks.stats().slabs()).isGreaterThan(1);
        tiny.blocks.reclaim(false);
        // What is left is the current slab.
        assertThat(tiny.blocks.stats().slabs()).isLessThanOrEqualTo(1);
    }

    @Test
    void aStripeThatRestsIsTakenApart() throws Exception {
        List<Long> blocks = new CopyOnWriteArrayList<>();
        Thread.ofVirtual()
                .start(() -> {
                    for (int size = 16; size <= 4096; size += 48) {
                        blocks.add(tiny.malloc(size));
                    }
                })
                .join();
        tiny.blocks.reclaim(false);
        assertThat(tiny.blocks.stats().slabs()).as("it may come back").isGreaterThan(10);

        tiny.blocks.reclaim(false);
        blocks.subList(1, blocks.size()).forEach(tiny::free);
        tiny.blocks.validate();

        assertThat(tiny.blocks.stats().slabs()).as("the one with a live block").isEqualTo(1);
        tiny.free(blocks.getFirst());
        tiny.blocks.reclaim(false);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void aRefusalOnAStripeLeavesIt() throws Exception {
        try (TinyFixture small = new TinyFixture(2 << 20, 4)) {
            Thread.ofVirtual()
                    .start(() -> {
                        List<Long> blocks = new ArrayList<>();
                        assertThatThrownBy(() -> {
                                    while (true) {
                                        blocks.add(small.blocks.allocate(SizeClasses.of(4096)));
                                    }
                                })
                                .isInstanceOf(MemoryRefusedException.class);
                        blocks.forEach(small::free);
                        small.free(small.malloc(4096));
                    })
                    .join();
            assertThat(small.liveBlocks()).isZero();
        }
    }

    @Test
    void aHerdThatFindsAStripeEmptyKeepsNoSlabEach() throws Exception {
        int threads = 200;
        CountDownLatch allAtThePool = new CountDownLatch(threads);
        ScriptedStrategy strategy = new ScriptedStrategy();
        strategy.beforeAcquire = () -> {
            allAtThePool.countDown();
            try {
                allAtThePool.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        try (TinyFixture herd = new TinyFixture(TinyFixture.REGION_BYTES, 4, strategy)) {
            ConcurrentLinkedQueue<Long> blocks = new ConcurrentLinkedQueue<>();
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(Thread.ofVirtual().start(() -> blocks.add(herd.malloc(16))));
            }
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(blocks).hasSize(threads).doesNotHaveDuplicates();
            // Four stripes.
            assertThat(herd.blocks.stats().slabs()).isLessThanOrEqualTo(4);
            blocks.forEach(herd::free);
        }
    }

    /** Between a thread's look at the slab's owner and its lock of the stripe the slab may go to another heap. */
    @Test
    void aStripeDoesNotFreeInASlabThatIsNoLongerItsOwn() throws Exception {
        SlabExchange exchange = new SlabExchange(tiny.pool);
        StripedHeaps stripes = new StripedHeaps(exchange, 2);
        long block = stripes.allocate(Thread.currentThread(), 0);
        BlockSlab slab = exchange.slabOf(block);
        Stripe formerOwner = new Stripe(exchange);
        assertThat(stripes.tryFree(formerOwner, slab, block)).isFalse();
        assertThat(slab.liveCount()).isOne();
        assertThat(stripes.tryFree(slab.owner().stripe(), slab, block)).isTrue();
        assertThat(slab.liveCount()).isZero();
    }

    /** A thread that meets a stripe which stays locked spins for ever: the test gives up on it. */
    @Test
    void aThreadThatRunsOutOfStackLeavesNoStripeLocked() throws Exception {
        SlabExchange exchange = new SlabExchange(tiny.pool);
        StripedHeaps stripes = new StripedHeaps(exchange, 2);
        for (int i = 0; i < 200; i++) {
            int unevenness = i % 60;
            long stackBytes = 300_000 + i % 7 * 5000L;
            Thread thread = new Thread(null, () -> descend(stripes, exchange, unevenness), "deep", stackBytes);
            thread.setDaemon(true);
            thread.start();
            thread.join(30_000);
            assertThat(thread.isAlive()).as("thread %d is stuck", i).isFalse();
        }
    }

    private static void descend(StripedHeaps stripes, SlabExchange exchange, int unevenness) {
        if (unevenness > 0) {
            descend(stripes, exchange, unevenness - 1);
            return;
        }
        try {
            allocateAllTheWayDown(stripes, exchange, 1);
        } catch (StackOverflowError | MemoryRefusedException e) {
            assertThat(e).isInstanceOf(StackOverflowError.class);
        }
    }

    /** Of one class and so few that the pool is hardly asked on the way. */
    @SuppressWarnings("InfiniteRecursion")
    private static int allocateAllTheWayDown(StripedHeaps stripes, SlabExchange exchange, int depth)
            throws MemoryRefusedException {
        long block = stripes.allocate(Thread.currentThread(), 0);
        try {
            return allocateAllTheWayDown(stripes, exchange, depth + 1) + 1;
        } finally {
            BlockSlab slab = exchange.slabOf(block);
            stripes.tryFree(slab.owner().stripe(), slab, block);
        }
    }
}
