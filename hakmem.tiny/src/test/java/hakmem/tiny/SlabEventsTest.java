package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a heap does with the events its slabs tell of. */
class SlabEventsTest {
    private static final int SMALL = SizeClasses.of(4096);

    private final TinyFixture tiny = new TinyFixture();
    private final SlabExchange exchange = new SlabExchange(tiny.pool);
    private final ThreadHeap heap = new PaddedThreadHeap(exchange, null, Thread.currentThread());

    @AfterEach
    void close() {
        tiny.close();
    }

    /** After 2^31 frees in the slab that is allocated from, its count is at 0: it is told of, and that is all. */
    @Test
    void theEventOfACurrentSlabDoesNoHarm() throws MemoryRefusedException {
        BlockSlab slab = install();
        long block = heap.pop(SMALL);
        slab.untilEvent = 1;
        assertThat(slab.push(slab.startAt(block))).isTrue();
        assertThat(noted()).containsExactly(slab);
        fill(slab);
        // The next slow path finds it used up, and everything goes on as if nothing had been.
        assertThat(heap.popSlow(SMALL)).isEqualTo(BlockSlab.NO_BLOCK);
        assertThat(noted()).isEmpty();
        assertThat(slab.where).isEqualTo(BlockSlab.FULL);
        freeAll(slab);
        assertThat(noted()).containsExactly(slab);
        heap.collect();
        assertThat(Note.stateOf(slab.note())).isEqualTo(Note.POOLED);
        assertThat(heap.slabCount()).isZero();
    }

    /** Noted while it is current, and the count gone on below 0: what is live is right all the same. */
    @Test
    void theCountsOfASlabAreRightAfterMoreFreesThanItCounts() throws MemoryRefusedException {
        BlockSlab slab = install();
        fill(slab);
        slab.untilEvent = Integer.MIN_VALUE + 3;
        for (int number = 0; number < 6; number++) {
            assertThat(slab.push(number)).isTrue();
            assertThat(slab.liveCount()).isEqualTo(slab.capacity() - number - 1);
        }
        assertThat(noted()).isEmpty();
        slab.moveTo(BlockSlab.AVAILABLE);
        assertThat(slab.liveCount()).isEqualTo(slab.capacity() - 6);
        assertThat(slab.untilEvent).isEqualTo(slab.capacity() - 6);
    }

    @Test
    void aFullSlabIsAvailableAfterTheFirstFree() throws MemoryRefusedException {
        BlockSlab slab = install();
        fill(slab);
        heap.popSlow(SMALL);
        assertThat(slab.push(5)).isTrue();
        heap.collect();
        assertThat(slab.where).isEqualTo(BlockSlab.AVAILABLE);
        assertThat(heap.popSlow(SMALL)).isEqualTo(slab.addressOf(5));
    }

    @Test
    void eventsAreSettledOnceThereAreSoMany() throws MemoryRefusedException {
        List<BlockSlab> slabs = new ArrayList<>();
        for (int i = 0; i < ThreadHeap.MAX_EVENTS; i++) {
            BlockSlab slab = install();
            fill(slab);
            heap.popSlow(SMALL);
            slabs.add(slab);
        }
        for (BlockSlab slab : slabs) {
            assertThat(heap.slabCount()).isEqualTo(slabs.size());
            freeAllBut(slab, 1);
            assertThat(slab.push(0)).isTrue();
        }
        // The first free was the event: the slab of the last event had but that one free then.
        assertThat(noted()).hasSizeLessThan(ThreadHeap.MAX_EVENTS);
        heap.collect();
        assertThat(heap.slabCount()).isZero();
        assertThat(slabs).allMatch(slab -> Note.stateOf(slab.note()) == Note.POOLED);
    }

    private BlockSlab install() throws MemoryRefusedException {
        BlockSlab slab = exchange.acquire(SMALL);
        heap.prepare(SMALL);
        heap.install(slab, SMALL);
        return slab;
    }

    /** Takes every block the current slab has. */
    private void fill(BlockSlab slab) {
        while (slab.liveCount() < slab.capacity()) {
            long block = slab.pop();
            if (block == BlockSlab.NO_BLOCK) {
                assertThat(slab.pushFresh()).isTrue();
            }
        }
    }

    private void freeAll(BlockSlab slab) {
        freeAllBut(slab, 0);
    }

    private void freeAllBut(BlockSlab slab, int first) {
        for (int number = first; number < slab.capacity(); number++) {
            assertThat(slab.push(number)).isTrue();
        }
    }

    private List<BlockSlab> noted() {
        List<BlockSlab> noted = new ArrayList<>();
        heap.forEachEvent(noted::add);
        return noted;
    }
}
