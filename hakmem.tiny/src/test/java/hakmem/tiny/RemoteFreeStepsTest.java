package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.spi.MemoryRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.Answer;

/**
 * What another thread does between two steps of a free or of a collection. It is done by the same thread, from a spy on the
 * slab, at the one place where it matters; the stress tests look for the same with real threads.
 */
class RemoteFreeStepsTest {
    private static final int SMALL = SizeClasses.of(16);

    private final TinyFixture tiny = new TinyFixture();
    private final SlabExchange exchange = new SlabExchange(tiny.pool);
    private final ThreadHeap heap = new PaddedThreadHeap(exchange, null, Thread.currentThread());
    private BlockSlab slab;
    private long first;
    private long second;

    @BeforeEach
    void aSlabWithTwoLiveBlocks() throws MemoryRefusedException {
        BlockSlab real = exchange.acquire(SMALL);
        heap.prepare(SMALL);
        heap.install(real, SMALL);
        first = heap.pop(SMALL);
        second = heap.pop(SMALL);
        slab = spy(real);
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    private void free(long block) {
        RemoteFree.free(slab, block, exchange);
    }

    private void collect() {
        slab.lowerNote();
        assertThat(RemoteCollection.collect(slab)).as("late double frees").isZero();
    }

    /**
     * One thread has taken the node that publishes an abandoned slab, and is held up. Another frees meanwhile and cannot make a
     * node of its own: it is done all the same, and the first publishes the slab for both.
     */
    @Test
    void aFreeInAnAbandonedSlabNeedsNoJavaHeapThoughAnotherThreadHasTheNode() throws MemoryRefusedException {
        int sizeClass = SizeClasses.of(32 << 10);
        BlockSlab real = exchange.acquire(sizeClass);
        heap.prepare(sizeClass);
        heap.install(real, sizeClass);
        long mine = heap.pop(sizeClass);
        long another = heap.popSlow(sizeClass);
        for (int i = 2; i <= real.capacity(); i++) {
            heap.popSlow(sizeClass);
        }
        heap.scatter();
        BlockSlab abandoned = spy(real);
        assertThat(Note.stateOf(abandoned.note())).isEqualTo(Note.ABANDONED);
        doThrow(new OutOfMemoryError("scripted")).when(abandoned).newNode(anyLong());
        doAnswer(call -> {
                    Object node = call.callRealMethod();
                    if (node != null) {
                        RemoteFree.free(abandoned, another, exchange);
                        assertThat(Note.stateOf(abandoned.note())).isEqualTo(Note.ABANDONED);
                    }
                    return node;
                })
                .when(abandoned)
                .takeFirstNode();
        RemoteFree.free(abandoned, mine, exchange);
        assertThat(Note.stateOf(abandoned.note())).isEqualTo(Note.PARTIAL);
        assertThat(abandoned.remote().pendingCount()).isEqualTo(2);
    }

    /** Were the word taken before the blocks are freed, the block would look as if it were live and not freed. */
    @Test
    void aSecondFreeInTheMiddleOfACollectionIsRefused() {
        free(first);
        Answer<Object> secondFree = call -> {
            assertThatThrownBy(() -> free(first)).isInstanceOf(DoubleFreeException.class);
            return call.callRealMethod();
        };
        doAnswer(secondFree).when(slab).pushChecked(anyInt());
        collect();
        assertThat(slab.liveCount()).isOne();
    }

    /** Were the block not looked at after the word, it could be seen live as it was before the collection. */
    @Test
    void aSecondFreeThatSawTheBlockLiveBeforeACollectionIsRefused() {
        doAnswer(call -> {
                    Object frees = call.callRealMethod();
                    if (slab.liveCount() == 2) {
                        RemoteFrees same = (RemoteFrees) frees;
                        int block = slab.numberOf(first);
                        int index = RemoteFrees.wordOf(block);
                        assertThat(same.trySet(index, same.get(index), RemoteFrees.bitOf(block)))
                                .isTrue();
                        collect();
                    }
                    return frees;
                })
                .when(slab)
                .remoteOf(anyLong());
        assertThatThrownBy(() -> free(first)).isInstanceOf(DoubleFreeException.class);
        assertThat(slab.remote().pendingCount()).isZero();
        assertThat(slab.liveCount()).isOne();
    }

    /** Were the generation not looked at again, an entry of another class would be taken for the block's. */
    @Test
    void aSecondFreeHeldUpUntilTheSlabHasAnotherClassIsRefused() {
        int other = SizeClasses.of(32);
        free(first);
        free(second);
        doAnswer(call -> {
                    Object frees = call.callRealMethod();
                    if (slab.sizeClass() == SMALL) {
                        slab.activate(other, BlockLinks.of(other), heap);
                        slab.pushFresh();
                        slab.pop();
                        slab.pop();
                    }
                    return frees;
                })
                .when(slab)
                .remoteOf(anyLong());
        collect();
        // As it was when the thread that is held up looked: both blocks live again.
        slab.pop();
        slab.pop();
        assertThat(slab.isLive(slab.numberOf(second))).isTrue();
        assertThatThrownBy(() -> free(second)).isInstanceOf(InvalidFreeException.class);
        assertThat(slab.liveCount()).isEqualTo(2);
    }
}
