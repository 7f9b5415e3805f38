package hakmem.tiny;

import static hakmem.tiny.TinyFixture.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

import hakmem.api.DoubleFreeException;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By whom, and when, a block may be freed the short way: by one compare with the mark of its slab. */
class QuietSlabsTest {
    private static final int SIZE = 64;

    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.blocks.validate();
        tiny.close();
    }

    private boolean freeShortly(long block) {
        return tiny.blocks.fastPath().tryFree(block);
    }

    @Test
    void aHeapTakenOverIsMarkedSlabBySlabAsItsNewOwnerFreesThere() {
        List<Long> blocks = inThread(() -> allocate(3));
        inThread(() -> {
            tiny.malloc(SIZE); // takes the heap over
            assertThat(freeShortly(blocks.get(0))).isFalse();
            tiny.free(blocks.get(0));
            assertThat(freeShortly(blocks.get(1))).isTrue();
            assertThat(freeShortly(blocks.get(1))).isFalse();
            return null;
        });
        // The number of the thread that had it between is still there, and means nobody.
        tiny.malloc(SIZE);
        assertThat(freeShortly(blocks.get(2))).isFalse();
        tiny.free(blocks.get(2));
    }

    @Test
    void whatAThreadHasTradedAwayItFreesAsAnyOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread predecessor = new Thread(() -> {
            allocate(40 * Slab.BYTES / 256);
            await(begun);
        });
        predecessor.start();
        FutureTask<Void> successor = TinyFixture.start(() -> {
            long first = tiny.malloc(SIZE);
            long second = tiny.malloc(SIZE);
            begun.countDown();
            await(ended);
            tiny.malloc(8192); // needs a slab, and finds the larger heap of the one that has ended
            assertThat(tiny.blocks.stats().adoptions()).isOne();
            assertThat(freeShortly(first)).isFalse();
            inThread(() -> tiny.malloc(SIZE)); // another has the heap now
            assertThat(freeShortly(second)).isFalse();
            tiny.free(first);
            tiny.free(second);
            return null;
        });
        predecessor.join();
        ended.countDown();
        TinyFixture.await(successor);
    }

    /** As an error in a slow path may leave it, the stack running out. The thread would go on to free in what it has given up. */
    @Test
    void aHeapOfWhichASlabIsInNoListIsNotTraded() throws InterruptedException {
        Thread predecessor = new Thread(() -> allocate(40 * Slab.BYTES / SIZE));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        FutureTask<Void> successor = TinyFixture.start(() -> {
            long block = tiny.malloc(SIZE);
            ThreadHeap heap = tiny.blocks.slabOf(block).owner();
            begun.countDown();
            await(ended);
            assertThat(heap.isWhole()).isTrue();
            BlockSlab[] current = currentOf(heap);
            BlockSlab lost = current[SizeClasses.of(SIZE)];
            current[SizeClasses.of(SIZE)] = PaddedBlockSlab.NONE;
            assertThat(heap.isWhole()).isFalse();
            tiny.malloc(8192);
            assertThat(tiny.blocks.stats().adoptions()).isZero();
            assertThat(lost.owner()).isSameAs(heap);
            current[SizeClasses.of(SIZE)] = lost;
            tiny.malloc(16384);
            assertThat(tiny.blocks.stats().adoptions()).isOne();
            tiny.free(block);
            return null;
        });
        await(begun);
        predecessor.start();
        predecessor.join();
        ended.countDown();
        TinyFixture.await(successor);
    }

    @Test
    void theShortWayIsOpenToAThreadWhosePlaceInTheTableAnotherHas() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        long[] othersLast = new long[1];
        Thread first = new Thread(() -> {
            othersLast[0] = tiny.malloc(SIZE);
            begun.countDown();
            await(end);
        });
        first.start();
        await(begun);
        FutureTask<Void> task = new FutureTask<>(() -> {
            long block = tiny.malloc(SIZE);
            assertThat(freeShortly(othersLast[0])).isFalse();
            assertThat(freeShortly(block)).isTrue();
            assertThat(freeShortly(block)).isFalse();
            return null;
        });
        Thread second = new Thread(task);
        while ((second.threadId() & HeapRegistry.TABLE_MASK) != (first.threadId() & HeapRegistry.TABLE_MASK)) {
            second = new Thread(task);
        }
        second.start();
        TinyFixture.await(task);
        end.countDown();
        first.join();
    }

    @Test
    void whileOthersHaveFreesPendingTheOwnerTakesTheLongWay() {
        List<Long> blocks = allocate(3);
        inThread(() -> {
            tiny.free(blocks.get(0));
            return null;
        });
        assertThat(freeShortly(blocks.get(0))).isFalse();
        assertThatThrownBy(() -> tiny.free(blocks.get(0))).isExactlyInstanceOf(DoubleFreeException.class);
        assertThat(freeShortly(blocks.get(1))).isFalse();
        tiny.blocks.reclaim(false);
        assertThat(freeShortly(blocks.get(1))).isTrue();
        assertThatThrownBy(() -> tiny.free(blocks.get(0))).isExactlyInstanceOf(DoubleFreeException.class);
    }

    @Test
    void whoPutsTheHeapOfAThreadThatEndedInOrderDoesNotMarkItsSlabsAsHisOwn() throws InterruptedException {
        // A full slab and a pending free: the round collects it, and the slab stays in the heap, or goes to nobody.
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        List<Long> blocks = new ArrayList<>();
        Thread owner = new Thread(() -> {
            blocks.addAll(allocate(Slab.BYTES / SIZE));
            begun.countDown();
            await(freed);
        });
        owner.start();
        await(begun);
        tiny.malloc(8192); // this thread has a heap
        tiny.free(blocks.get(0));
        freed.countDown();
        owner.join();
        tiny.blocks.reclaim(false);
        assertThat(freeShortly(blocks.get(1))).isFalse();
        tiny.free(blocks.get(1));
    }

    @Test
    void aSlabRaisedWhileItsOwnerMarksItIsNotMarked() throws MemoryRefusedException {
        SlabExchange exchange = new SlabExchange(tiny.pool);
        ThreadHeap heap = new PaddedThreadHeap(exchange, null, Thread.currentThread());
        BlockSlab real = exchange.acquire(0);
        heap.prepare(0);
        heap.install(real, 0);
        long block = heap.pop(0);
        BlockSlab slab = spy(real);
        assertThat(slab.quietUser).isEqualTo(Thread.currentThread().threadId());
        slab.endQuiet();
        assertThat(slab.regainQuiet()).isTrue();
        assertThat(slab.quietUser).isEqualTo(Thread.currentThread().threadId());
        doAnswer(call -> {
                    RemoteFree.free(slab, block, exchange);
                    return call.callRealMethod();
                })
                .when(slab)
                .isQuiet();
        assertThat(slab.regainQuiet()).isFalse();
        assertThat(slab.quietUser).isEqualTo(OwnedHeap.NO_USER);
    }

    @Test
    void inAClosedAllocatorNothingIsFreedTheShortWay() {
        try (TinyFixture closed = new TinyFixture()) {
            long first = closed.malloc(SIZE);
            long last = closed.malloc(SIZE);
            closed.blocks.close();
            assertThat(closed.blocks.fastPath().tryFree(last)).isFalse();
            assertThat(closed.blocks.fastPath().tryFree(first)).isFalse();
            assertThatThrownBy(() -> closed.free(first)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Nobody else has any business there. */
    private static BlockSlab[] currentOf(ThreadHeap heap) throws ReflectiveOperationException {
        return (BlockSlab[]) MethodHandles.privateLookupIn(ThreadHeapHot.class, MethodHandles.lookup())
                .findVarHandle(ThreadHeapHot.class, "current", BlockSlab[].class)
                .get(heap);
    }

    private List<Long> allocate(int count) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(tiny.malloc(SIZE));
        }
        return blocks;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
