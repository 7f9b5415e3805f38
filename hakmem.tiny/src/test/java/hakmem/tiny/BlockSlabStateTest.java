package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one slab says of its blocks, and tells its heap. */
class BlockSlabStateTest {
    /** How a block of the owner is freed. */
    enum Way {
        PUSH {
            @Override
            boolean free(BlockSlab slab, int number, ThreadHeap heap) {
                return slab.push(slab.startAt(slab.addressOf(number)));
            }
        },
        PUSH_CHECKED {
            @Override
            boolean free(BlockSlab slab, int number, ThreadHeap heap) {
                return slab.pushChecked(number);
            }
        };

        abstract boolean free(BlockSlab slab, int number, ThreadHeap heap);
    }

    private final TinyFixture tiny = new TinyFixture();
    private final ThreadHeap heap = mock(ThreadHeap.class);
    private Slab memory;

    @BeforeEach
    void aSlabOfMemory() throws MemoryRefusedException {
        memory = tiny.pool.acquire(0, 1);
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    static IntStream classes() {
        return IntStream.range(0, SizeClasses.COUNT);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void everyBlockIsHandedOutOnceAscending(int sizeClass) {
        BlockSlab slab = current(sizeClass);
        int blockSize = SizeClasses.blockSize(sizeClass);
        assertThat(slab.capacity()).isEqualTo(Slab.BYTES / blockSize);
        for (int number = 0; number < slab.capacity(); number++) {
            assertThat(slab.isLive(number)).isFalse();
            assertThat(pop(slab)).isEqualTo(slab.base + (long) number * blockSize);
            assertThat(slab.isLive(number)).isTrue();
        }
        assertThat(pop(slab)).isEqualTo(BlockSlab.NO_BLOCK);
        assertThat(slab.liveCount()).isEqualTo(slab.capacity());
        assertThat(slab.hasBlocks()).isFalse();
    }

    /** Every offset there is: inside a block, between blocks never, and behind the last one. */
    @ParameterizedTest
    @MethodSource("classes")
    void onlyTheStartOfABlockIsABlock(int sizeClass) {
        BlockSlab slab = full(sizeClass);
        int blockSize = SizeClasses.blockSize(sizeClass);
        for (int offset = 0; offset < Slab.BYTES; offset++) {
            long address = slab.base + offset;
            int number = offset / blockSize;
            if (offset % blockSize != 0) {
                assertThat(slab.numberOf(address)).isEqualTo(-1);
                assertThat(slab.push(slab.startAt(address)))
                        .as("offset %d", offset)
                        .isFalse();
            } else if (number >= slab.capacity()) {
                assertThat(slab.isLive(slab.numberOf(address))).isFalse();
                assertThat(slab.push(slab.startAt(address)))
                        .as("offset %d", offset)
                        .isFalse();
            } else {
                assertThat(slab.numberOf(address)).isEqualTo(number);
            }
        }
        assertThat(slab.liveCount()).isEqualTo(slab.capacity());
        verify(heap, never()).event(slab);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void whatIsNoNumberOfABlockIsNotLive(int sizeClass) {
        BlockSlab slab = full(sizeClass);
        for (int number : new int[] {-1, -2, Integer.MIN_VALUE, slab.capacity(), 4096, Integer.MAX_VALUE}) {
            assertThat(slab.isLive(number)).as("number %d", number).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockIsFreedOnce(Way first) {
        for (Way second : Way.values()) {
            BlockSlab slab = full(SizeClasses.of(640));
            assertThat(first.free(slab, 7, heap)).isTrue();
            assertThat(second.free(slab, 7, heap)).isFalse();
            assertThat(first.free(slab, 6, heap)).isTrue();
            // The head of the list, what lies under it, and a block whose next is the end.
            assertThat(second.free(slab, 6, heap)).isFalse();
            assertThat(second.free(slab, 7, heap)).isFalse();
            assertThat(slab.liveCount()).isEqualTo(slab.capacity() - 2);
            assertThat(freeBlocks(slab).stream().boxed()).containsExactly(6, 7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockThatWasNeverHandedOutIsNotFreed(Way way) {
        BlockSlab slab = current(SizeClasses.of(16));
        pop(slab);
        assertThat(slab.pushed()).isLessThan(slab.capacity());
        for (int number = 1; number < slab.capacity(); number++) {
            assertThat(way.free(slab, number, heap)).as("block %d", number).isFalse();
        }
        assertThat(slab.liveCount()).isOne();
    }

    @Test
    void afterAnotherActivationOfTheSameClassNothingIsLiveAndAllIsFree() {
        BlockSlab slab = full(SizeClasses.of(48));
        for (int number = 0; number < slab.capacity(); number++) {
            Way.PUSH.free(slab, number, heap);
        }
        slab.moveTo(BlockSlab.NOWHERE);
        slab.endTaken(Note.POOLED);
        short[] spare = BlockLinks.of(slab.sizeClass());
        assertThat(slab.activate(slab.sizeClass(), spare, heap)).isSameAs(spare);
        slab.moveTo(BlockSlab.CURRENT);
        assertThat(slab.liveCount()).isZero();
        assertThat(freeBlocks(slab).cardinality()).isEqualTo(slab.capacity());
    }

    @Test
    void afterAnActivationOfAnotherClassTheBlocksAreThoseOfThatClass() {
        BlockSlab slab = full(SizeClasses.of(48));
        for (int number = 0; number < slab.capacity(); number++) {
            Way.PUSH.free(slab, number, heap);
        }
        slab.moveTo(BlockSlab.NOWHERE);
        slab.endTaken(Note.POOLED);
        int other = SizeClasses.of(20 << 10);
        assertThat(slab.activate(other, BlockLinks.of(other), heap)).isNull();
        slab.moveTo(BlockSlab.CURRENT);
        assertThat(slab.liveCount()).isZero();
        for (int number = 0; number < 3; number++) {
            assertThat(pop(slab)).isEqualTo(slab.base + number * (20L << 10));
        }
        assertThat(pop(slab)).isEqualTo(BlockSlab.NO_BLOCK);
    }

    @Test
    void aFullSlabTellsOfTheFirstFreeAndOfNoOther() {
        BlockSlab slab = full(SizeClasses.of(1024));
        slab.moveTo(BlockSlab.FULL);
        for (int number = 0; number < slab.capacity(); number++) {
            Way.PUSH.free(slab, number, heap);
            verify(heap, times(1)).event(slab);
            assertThat(slab.liveCount()).isEqualTo(slab.capacity() - number - 1);
        }
    }

    @Test
    void anAvailableSlabTellsOfTheLastFreeAlone() {
        BlockSlab slab = full(SizeClasses.of(1024));
        Way.PUSH.free(slab, 3, heap);
        slab.moveTo(BlockSlab.AVAILABLE);
        for (int number = slab.capacity() - 1; number >= 0; number--) {
            verify(heap, never()).event(slab);
            assertThat(Way.PUSH.free(slab, number, heap)).isEqualTo(number != 3);
        }
        verify(heap, times(1)).event(slab);
        assertThat(slab.isAllFree()).isTrue();
    }

    @Test
    void theSlabThatIsAllocatedFromTellsNothing() {
        BlockSlab slab = full(SizeClasses.of(1024));
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < slab.capacity(); number++) {
                Way.PUSH.free(slab, number, heap);
            }
            while (slab.pop() != BlockSlab.NO_BLOCK) {}
        }
        verify(heap, never()).event(slab);
    }

    @ParameterizedTest
    @ValueSource(ints = {Note.NOTIFIED, Note.ABANDONED, Note.PARTIAL, Note.TAKEN, Note.POOLED})
    void aSlabThatOthersMayLookAtIsNotMarkedAsItsUsers(int state) {
        BlockSlab slab = full(SizeClasses.of(1024));
        when(heap.user()).thenReturn(7L);
        assertThat(slab.regainQuiet()).isTrue();
        assertThat(slab.quietUser).isEqualTo(7);
        slab.endTaken(state);
        assertThat(slab.isQuiet()).isFalse();
        assertThat(slab.regainQuiet()).isFalse();
        assertThat(slab.quietUser).isEqualTo(OwnedHeap.NO_USER);
    }

    /**
     * The owner moves a slab while another thread asks for the statistics: that may see the counts of either side, in any mix.
     */
    @Test
    void whatAnotherThreadSeesOfACountIsNeverImpossible() {
        for (int from = BlockSlab.NOWHERE; from <= BlockSlab.FULL; from++) {
            for (int to = BlockSlab.NOWHERE; to <= BlockSlab.FULL; to++) {
                BlockSlab slab = full(SizeClasses.of(1024));
                slab.moveTo(from);
                int untilEvent = slab.untilEvent;
                slab.moveTo(to);
                assertThat(slab.roughLiveCount()).isEqualTo(slab.capacity());
                slab.untilEvent = untilEvent;
                assertThat(slab.roughLiveCount()).as("from %d to %d", from, to).isBetween(0, slab.capacity());
                slab.where = from;
                assertThat(slab.roughLiveCount()).as("from %d to %d", from, to).isBetween(0, slab.capacity());
            }
        }
    }

    private BlockSlab current(int sizeClass) {
        BlockSlab slab = new PaddedBlockSlab(memory, memory.address());
        slab.activate(sizeClass, BlockLinks.of(sizeClass), heap);
        slab.moveTo(BlockSlab.CURRENT);
        return slab;
    }

    /** Still current, and every block of it is live. */
    private BlockSlab full(int sizeClass) {
        BlockSlab slab = current(sizeClass);
        while (pop(slab) != BlockSlab.NO_BLOCK) {}
        return slab;
    }

    private static long pop(BlockSlab slab) {
        long block = slab.pop();
        return block == BlockSlab.NO_BLOCK && slab.pushFresh() ? slab.pop() : block;
    }

    private static BitSet freeBlocks(BlockSlab slab) {
        BitSet free = new BitSet();
        for (int number = slab.first(); number != BlockLinks.END; number = slab.next(number)) {
            assertThat(free.get(number)).isFalse();
            free.set(number);
        }
        return free;
    }
}
