package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A free looks first whether the block is the last one, and takes its slab to be the one that is current for the last size.
 * Each test frees a block that lies at the same offset as a live block of that slab, but is another's: it alone may be freed.
 */
class WrongGuessTest {
    private static final int SIZE = 64;

    private final TinyFixture tiny = new TinyFixture();
    private long guessed;

    @BeforeEach
    void theFirstBlockOfASlabIsLive() {
        guessed = tiny.malloc(SIZE);
        assertThat(guessed % Slab.BYTES).isZero();
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void aBlockOfTheSlabBeforeIsFreedThere() {
        List<Long> blocks = new ArrayList<>(List.of(guessed));
        while (blocks.size() < 3 * Slab.BYTES / SIZE) {
            blocks.add(tiny.malloc(SIZE));
        }
        // The second slab's is the same offset; the guess is the third.
        long same = blocks.get(Slab.BYTES / SIZE);
        assertThat(same).isEqualTo(tiny.blocks.slabOf(same).base);
        freeIsOfThatBlockAlone(same, blocks.get(2 * Slab.BYTES / SIZE));
    }

    @Test
    void theLastBlockOfASlabThatIsNoLongerCurrentIsFreedThere() throws MemoryRefusedException {
        long last = guessed;
        while (last % Slab.BYTES != Slab.BYTES - SIZE) {
            last = tiny.malloc(SIZE);
        }
        long same; // by class: that is not noted as the last
        do {
            same = tiny.blocks.allocate(SizeClasses.of(SIZE));
        } while (same % Slab.BYTES != Slab.BYTES - SIZE);
        freeIsOfThatBlockAlone(last, same);
    }

    @Test
    void theNumberThatStandsForNoBlockIsNone() {
        tiny.blocks.reclaim(true);
        assertThat(tiny.blocks.fastPath().tryFree(-1)).isFalse();
        assertThatThrownBy(() -> tiny.free(-1)).isExactlyInstanceOf(InvalidFreeException.class);
        assertThat(tiny.liveBlocks()).isOne();
    }

    /** The number of the block before must not be taken for that of another slab either. */
    @Test
    void theNumberThatStandsForNoBlockIsNoneForAThreadThatHasASlab() {
        freeIsRefused(-1); // the one block was allocated on the long way, and nothing is noted
        long noted = tiny.malloc(SIZE);
        freeIsRefused(-1);
        tiny.malloc(2 * SIZE); // another slab becomes current, and the note is taken away
        freeIsRefused(-1);
        assertThat(tiny.liveBlocks()).isEqualTo(3);
        freeIsOfThatBlockAlone(noted, guessed);
    }

    /** It finds the heap in its place of the table that stands for none. */
    @Test
    void theNumberThatStandsForNoBlockIsNoneForAThreadWithoutAHeap() {
        TinyFixture.inThread(() -> {
            assertThat(tiny.blocks.fastPath().tryFree(-1)).isFalse();
            assertThatThrownBy(() -> tiny.free(-1)).isExactlyInstanceOf(InvalidFreeException.class);
            return null;
        });
        tiny.blocks.close();
        assertThat(tiny.blocks.fastPath().tryFree(-1)).isFalse();
        assertThatThrownBy(() -> tiny.free(-1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBlockOfAnotherClassIsFreedThere() {
        for (int c = 1; c < SizeClasses.COUNT; c++) {
            int other = SizeClasses.blockSize(c);
            if (other == SIZE) {
                continue;
            }
            long same = tiny.malloc(other);
            assertThat(same).isEqualTo(tiny.blocks.slabOf(same).base);
            tiny.free(tiny.malloc(SIZE)); // the last block is of the guessed slab again
            freeIsOfThatBlockAlone(same, guessed);
        }
    }

    @Test
    void aBlockOfAnotherHeapIsLeftToTheSlowWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        long[] same = new long[1];
        FutureTask<Boolean> other = TinyFixture.start(() -> {
            same[0] = tiny.malloc(SIZE);
            begun.countDown();
            return end.await(60, TimeUnit.SECONDS);
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(same[0] % Slab.BYTES).isZero();
        assertThat(tiny.blocks.fastPath().tryFree(same[0])).isFalse();
        freeIsOfThatBlockAlone(same[0], guessed);
        end.countDown();
        assertThat(TinyFixture.await(other)).isTrue();
    }

    /** As a thread may see it that has the same place in the table, while the heap's user goes on to the next block. */
    @Test
    void aHalfWrittenNoteOfAnotherHeapIsNotBelieved() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ThreadHeap[] others = new ThreadHeap[1];
        FutureTask<Boolean> first = new FutureTask<>(() -> {
            others[0] = tiny.blocks.slabOf(tiny.malloc(SIZE)).owner();
            begun.countDown();
            return end.await(60, TimeUnit.SECONDS);
        });
        FutureTask<Void> second = new FutureTask<>(() -> {
            long block = tiny.malloc(SIZE);
            long next = tiny.malloc(SIZE);
            BlockSlab slab = tiny.blocks.slabOf(block);
            ThreadHeap heap = others[0];
            BlockSlab before = heap.current(SizeClasses.of(SIZE));
            heap.setCurrent(SizeClasses.of(SIZE), slab);
            heap.noteLast(block, SIZE / SizeClasses.GRANULE, slab.numberOf(next));
            freeIsOfThatBlockAlone(block, next);
            heap.setCurrent(SizeClasses.of(SIZE), before);
            return null;
        });
        Thread one = new Thread(first);
        Thread other = new Thread(second);
        while ((other.threadId() & HeapRegistry.TABLE_MASK) != (one.threadId() & HeapRegistry.TABLE_MASK)) {
            other = new Thread(second);
        }
        one.start();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        other.start();
        TinyFixture.await(second);
        end.countDown();
        assertThat(TinyFixture.await(first)).isTrue();
        other.join();
    }

    /** Both allocators have a heap of this thread; the other's addresses are not in this one's region. */
    @Test
    void aBlockOfAnotherAllocatorIsRefused() {
        try (TinyFixture another = new TinyFixture()) {
            long same = another.malloc(SIZE);
            assertThat(same % Slab.BYTES).isZero();
            assertThat(tiny.blocks.fastPath().tryFree(same)).isFalse();
            assertThatThrownBy(() -> tiny.free(same)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThat(another.liveBlocks()).isOne();
            assertThat(tiny.liveBlocks()).isOne();
            another.free(same);
            assertThat(another.liveBlocks()).isZero();
        }
    }

    /** The slab that stands for "none" says it is at address 0. */
    @Test
    void lowAddressesAreRefusedWhileTheGuessIsNoSlab() {
        try (TinyFixture nothingYet = new TinyFixture()) {
            long large = nothingYet.malloc(2048); // a heap, and no slab for small blocks
            for (long address : new long[] {0, 1, 16, 64, Slab.BYTES - 16, Slab.BYTES}) {
                assertThat(nothingYet.blocks.fastPath().tryFree(address))
                        .as("%d", address)
                        .isFalse();
            }
            nothingYet.free(large);
        }
    }

    private void freeIsRefused(long address) {
        assertThat(tiny.blocks.fastPath().tryFree(address)).isFalse();
        assertThatThrownBy(() -> tiny.free(address)).isExactlyInstanceOf(InvalidFreeException.class);
    }

    private void freeIsOfThatBlockAlone(long block, long other) {
        long live = tiny.liveBlocks();
        int usable = tiny.blocks.usableSize(other);
        tiny.free(block);
        assertThat(tiny.liveBlocks()).isEqualTo(live - 1);
        assertThat(tiny.blocks.usableSize(other)).isEqualTo(usable);
        assertThatThrownBy(() -> tiny.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThat(tiny.liveBlocks()).isEqualTo(live - 1);
    }
}
