package hakmem.tiny;

import static hakmem.tiny.TinyFixture.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapRegistryTest {
    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void aThreadTakesOverTheHeapOfOneThatEnded() {
        List<Long> blocks = inThread(() -> allocate(40 * Slab.BYTES / 256));
        inThread(() -> {
            tiny.malloc(16);
            // The heap is this thread's now, so its frees are the owner's and give slabs back at once.
            blocks.forEach(tiny::free);
            return null;
        });
        assertThat(tiny.blocks.stats().adoptions()).isOne();
        assertThat(tiny.blocks.stats().threadHeaps()).isOne();
        assertThat(tiny.blocks.stats().slabs()).isLessThan(2 + ThreadHeap.MAX_EVENTS);
    }

    @Test
    void thousandsOfThreadsOneAfterTheOtherNeedOneHeap() {
        for (int i = 0; i < 3000; i++) {
            inThread(() -> {
                tiny.free(tiny.malloc(100));
                return tiny.malloc(100);
            });
        }
        assertThat(tiny.blocks.stats().threadHeaps()).isOne();
        assertThat(tiny.liveBlocks()).isEqualTo(3000);
    }

    @Test
    void aHeapBegunBesideALivePredecessorIsTradedForItsOnceThatHasEnded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        FutureTask<List<Long>> predecessor = new FutureTask<>(() -> {
            List<Long> blocks = allocate(40 * Slab.BYTES / 256);
            begun.await();
            return blocks;
        });
        Thread first = new Thread(predecessor);
        first.start();
        FutureTask<Integer> successor = TinyFixture.start(() -> {
            tiny.malloc(16);
            begun.countDown();
            ended.await();
            List<Long> blocks = predecessor.get();
            // The next slab that is needed is the occasion to look.
            tiny.malloc(8192);
            blocks.forEach(tiny::free);
            return tiny.blocks.stats().threadHeaps();
        });
        first.join();
        ended.countDown();
        assertThat(TinyFixture.await(successor)).isEqualTo(2);
        assertThat(tiny.blocks.stats().adoptions()).isOne();
        assertThat(tiny.blocks.stats().sizeClasses().get(SizeClasses.of(256)).slabs())
                .isLessThan(1 + ThreadHeap.MAX_EVENTS);
    }

    /** The trading thread is alive still: were its first heap not left, nobody could have it until the thread ends. */
    @Test
    void theHeapThatWasTradedAwayGoesToTheNextThread() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch traded = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread predecessor = new Thread(() -> {
            allocate(40 * Slab.BYTES / 256);
            await(begun);
        });
        predecessor.start();
        FutureTask<Void> successor = TinyFixture.start(() -> {
            tiny.malloc(16);
            begun.countDown();
            await(ended);
            tiny.malloc(8192);
            traded.countDown();
            await(end);
            return null;
        });
        predecessor.join();
        ended.countDown();
        await(traded);
        assertThat(tiny.blocks.stats().adoptions()).isOne();
        inThread(() -> tiny.malloc(16));
        assertThat(tiny.blocks.stats().threadHeaps()).isEqualTo(2);
        end.countDown();
        TinyFixture.await(successor);
    }

    @Test
    void aLiveThreadIsNotPutOutOfItsPlaceInTheTable() throws InterruptedException {
        HeapRegistry registry = new HeapRegistry(new SlabExchange(tiny.pool), 8);
        CountDownLatch end = new CountDownLatch(1);
        Thread one = new Thread(() -> await(end));
        Thread other = new Thread(() -> await(end));
        while ((other.threadId() & HeapRegistry.TABLE_MASK) != (one.threadId() & HeapRegistry.TABLE_MASK)) {
            other = new Thread(() -> await(end));
        }
        one.start();
        other.start();
        int place = (int) one.threadId() & HeapRegistry.TABLE_MASK;
        ThreadHeap heapOfOne = registry.find(one);
        ThreadHeap heapOfOther = registry.find(other);
        assertThat(heapOfOther).isNotSameAs(heapOfOne);
        assertThat(registry.table()[place]).isSameAs(heapOfOne);
        // It finds its own all the same, and again without taking the place.
        assertThat(registry.find(other)).isSameAs(heapOfOther);
        assertThat(registry.table()[place]).isSameAs(heapOfOne);
        end.countDown();
        one.join();
        other.join();
        // Of a thread that has ended the place is free.
        inThread(() -> registry.find(Thread.currentThread()));
        ThreadHeap heap = registry.find(other);
        assertThat(registry.table()[place]).isSameAs(heap);
    }

    /** The table of a process's first allocator is never collected: it must not lead to heaps, nor they to slabs. */
    @Test
    void aClosedRegistrysTableLeadsNowhere() {
        HeapRegistry registry = new HeapRegistry(new SlabExchange(tiny.pool), 8);
        registry.find(Thread.currentThread());
        assertThat(registry.table()).anyMatch(heap -> heap != HeapRegistry.NO_HEAP);
        registry.close();
        assertThat(registry.table()).containsOnly(HeapRegistry.NO_HEAP);
    }

    /** Its class loader, say, would stay with it, for as long as nobody needs the heap. */
    @Test
    void aThreadThatEndedIsForgottenThoughItsHeapIsEmpty() {
        HeapRegistry registry = new HeapRegistry(new SlabExchange(tiny.pool), 8);
        Thread ended = inThread(() -> {
            registry.find(Thread.currentThread());
            return Thread.currentThread();
        });
        registry.forEachWithoutOwner(heap -> {});
        assertThat(registry.heaps())
                .singleElement()
                .satisfies(heap -> assertThat(heap.ownerAcquire()).isNull());
        assertThat(registry.ofThread(ended)).isNull();
    }

    /** As the map does when it has let an entry in, has to grow, and finds the Java heap full. */
    private static final class FullMap extends ConcurrentHashMap<Thread, ThreadHeap> {
        private static final long serialVersionUID = 1;
        private boolean full;
        private boolean outOfStack;

        @Override
        public ThreadHeap put(Thread thread, ThreadHeap heap) {
            ThreadHeap before = super.put(thread, heap);
            if (full) {
                throw new OutOfMemoryError("scripted");
            }
            return before;
        }

        @Override
        public ThreadHeap remove(Object thread) {
            if (outOfStack) {
                throw new StackOverflowError("scripted");
            }
            return super.remove(thread);
        }
    }

    /** Otherwise it would find the heap in the map, which another has by then: two threads, one heap. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeapThatCouldNotBeAdoptedForWantOfJavaHeapIsNobodys(boolean norTheEntryRemoved) {
        FullMap map = new FullMap();
        map.outOfStack = norTheEntryRemoved;
        HeapRegistry registry = new HeapRegistry(new SlabExchange(tiny.pool), 8, map);
        ThreadHeap left = inThread(() -> registry.find(Thread.currentThread()));
        map.full = true;
        assertThatThrownBy(() -> registry.find(Thread.currentThread())).isInstanceOf(VirtualMachineError.class);
        map.full = false;
        CountDownLatch end = new CountDownLatch(1);
        Thread other = new Thread(() -> await(end));
        other.start();
        assertThat(registry.find(other)).isSameAs(left);
        assertThat(registry.find(Thread.currentThread())).isNotSameAs(left);
        end.countDown();
    }

    @Test
    void aHeapBegunForWantOfJavaHeapInVainServesTheNextThread() {
        FullMap map = new FullMap();
        HeapRegistry registry = new HeapRegistry(new SlabExchange(tiny.pool), 8, map);
        map.full = true;
        assertThatThrownBy(() -> registry.find(Thread.currentThread())).isInstanceOf(OutOfMemoryError.class);
        map.full = false;
        ThreadHeap heap = registry.find(Thread.currentThread());
        assertThat(registry.heaps()).containsExactly(heap);
        assertThat(heap.owner()).isSameAs(Thread.currentThread());
    }

    @Test
    void aThreadThatCouldNotTradeItsHeapForWantOfJavaHeapKeepsIt() throws MemoryRefusedException {
        FullMap map = new FullMap();
        SlabExchange exchange = new SlabExchange(tiny.pool);
        HeapRegistry registry = new HeapRegistry(exchange, 8, map);
        ThreadHeap mine = registry.find(Thread.currentThread());
        ThreadHeap larger = inThread(() -> {
            ThreadHeap heap = registry.find(Thread.currentThread());
            heap.prepare(0);
            heap.install(exchange.acquire(0), 0);
            return heap;
        });
        map.full = true;
        assertThatThrownBy(() -> registry.trade(mine, Thread.currentThread())).isInstanceOf(OutOfMemoryError.class);
        map.full = false;
        assertThat(registry.find(Thread.currentThread())).isSameAs(mine);
        assertThat(registry.trade(mine, Thread.currentThread())).isSameAs(larger);
        assertThat(registry.find(Thread.currentThread())).isSameAs(larger);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void threadsBeyondTheBoundShareAndStillWork() throws InterruptedException {
        try (TinyFixture few = new TinyFixture(TinyFixture.REGION_BYTES, 4)) {
            CountDownLatch allThere = new CountDownLatch(20);
            CountDownLatch end = new CountDownLatch(1);
            List<FutureTask<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                threads.add(TinyFixture.start(() -> {
                    List<Long> blocks = new ArrayList<>();
                    for (int n = 0; n < 2000; n++) {
                        blocks.add(few.malloc(n % 500));
                    }
                    allThere.countDown();
                    end.await();
                    blocks.forEach(few::free);
                    return null;
                }));
            }
            allThere.await();
            // Four heaps of threads, four stripes of two processors.
            assertThat(few.blocks.stats().threadHeaps()).isLessThanOrEqualTo(8);
            assertThat(few.liveBlocks()).isEqualTo(40_000);
            end.countDown();
            threads.forEach(TinyFixture::await);
            assertThat(few.liveBlocks()).isZero();
            few.blocks.validate();
        }
    }

    @Test
    void whatADeadThreadHeldIsGivenBack() {
        inThread(() -> {
            List<Long> blocks = allocate(50 * Slab.BYTES / 256);
            blocks.forEach(tiny::free);
            for (int size = 16; size <= SizeClasses.MAX_BLOCK; size += size / 4) {
                tiny.free(tiny.malloc(size));
            }
            return null;
        });
        assertThat(tiny.blocks.stats().slabs()).isGreaterThan(10);
        tiny.blocks.reclaim(false);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void whatADeadThreadLeftLiveIsOfUseToOthers() {
        List<Long> blocks = inThread(() -> allocate(10 * Slab.BYTES / 256));
        for (int i = 0; i < blocks.size(); i += 2) {
            tiny.free(blocks.get(i));
        }
        tiny.blocks.reclaim(false);
        allocate(blocks.size() / 2 - 10);
        assertThat(tiny.blocks.stats().slabs()).isLessThanOrEqualTo(10);
    }

    private List<Long> allocate(int count) {
        List<Long> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(tiny.malloc(256));
        }
        return blocks;
    }
}
