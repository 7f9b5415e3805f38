package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slabs that a thread takes over by a free. The producer stays alive, so that nobody takes its heap over. */
class AdoptedSlabsTest {
    private static final int SIZE = 4096;
    private static final int PER_SLAB = Slab.BYTES / SIZE;
    private static final int ABANDONED = 100;

    private final TinyFixture tiny = new TinyFixture();
    private final LinkedBlockingQueue<String> end = new LinkedBlockingQueue<>();
    private FutureTask<Void> producer;
    private List<Long> blocks;

    @BeforeEach
    void allocateInAThreadThatStays() throws InterruptedException {
        LinkedBlockingQueue<List<Long>> handOver = new LinkedBlockingQueue<>();
        producer = TinyFixture.start(() -> {
            List<Long> made = new ArrayList<>();
            for (int i = 0; i < (ABANDONED + ThreadHeap.MAX_FULL + 1) * PER_SLAB; i++) {
                made.add(tiny.malloc(SIZE));
            }
            handOver.add(made);
            end.take();
            return null;
        });
        // The oldest slabs, which the producer has let go of.
        blocks = handOver.take().subList(0, ABANDONED * PER_SLAB);
    }

    @AfterEach
    void endProducer() {
        end.add("end");
        TinyFixture.await(producer);
        tiny.close();
    }

    @Test
    void theFirstFreeIntoAnAbandonedSlabTakesItOver() {
        tiny.free(blocks.getFirst());
        BlockSlab slab = slabOf(blocks.getFirst());
        assertThat(slab.owner().owner()).isSameAs(Thread.currentThread());
        assertThat(Note.stateOf(slab.note())).isEqualTo(Note.QUIET);
        assertThat(tiny.blocks.fastPath().tryFree(blocks.get(1)))
                .as("the owner's free, inline")
                .isTrue();
        tiny.blocks.validate();
        assertThat(tiny.malloc(SIZE)).as("blocks of it are for the new owner").isIn(blocks.get(0), blocks.get(1));
    }

    @Test
    void aThreadThatKeepsNothingLeavesTheBlockToWhoeverNeedsIt() throws InterruptedException {
        class Cleaner extends Thread implements KeepsNothing {
            @Override
            public void run() {
                tiny.free(blocks.getFirst());
            }
        }
        Thread cleaner = new Cleaner();
        cleaner.start();
        cleaner.join();
        assertThat(Note.stateOf(slabOf(blocks.getFirst()).note())).isEqualTo(Note.PARTIAL);
        assertThat(tiny.malloc(SIZE)).isEqualTo(blocks.getFirst());
    }

    /** It may never allocate, and what it holds is no other thread's. */
    @Test
    void whoFreesDoesNotTakeTheHeapOfAThreadThatHasEnded() {
        List<Long> made = new ArrayList<>();
        TinyFixture.runInThread(() -> {
            for (int i = 0; i < (1 + ThreadHeap.MAX_FULL + 1) * PER_SLAB; i++) {
                made.add(tiny.malloc(SIZE));
            }
        });
        BlockSlab ofTheEnded = slabOf(made.getLast());
        ThreadHeap left = ofTheEnded.owner();

        tiny.free(made.getFirst());

        Thread self = Thread.currentThread();
        assertThat(slabOf(made.getFirst()).owner().owner()).isSameAs(self);
        assertThat(left.owner()).isNotSameAs(self);
        TinyFixture.runInThread(() -> tiny.blocks.reclaim(false));
        assertThat(ofTheEnded.owner()).as("its slabs are for all").isSameAs(PaddedThreadHeap.NOBODY);
        tiny.blocks.validate();
    }

    @Test
    void aThreadThatOnlyFreesGivesEachSlabBackWithItsLastBlock() {
        long before = tiny.blocks.stats().slabs();
        for (int slab = 0; slab < ABANDONED; slab++) {
            blocks.subList(slab * PER_SLAB, (slab + 1) * PER_SLAB).forEach(tiny::free);
            assertThat(tiny.blocks.stats().slabs()).isEqualTo(before - slab - 1);
        }
    }

    @Test
    void aThreadThatOnlyFreesHoldsNoMoreSlabsThanItMay() {
        for (int slab = 0; slab < ABANDONED; slab++) {
            tiny.free(blocks.get(slab * PER_SLAB));
        }
        Thread self = Thread.currentThread();
        long mine = blocks.stream()
                .map(this::slabOf)
                .distinct()
                .filter(slab -> slab.owner().owner() == self)
                .count();
        assertThat(mine).isEqualTo(AdoptedSlabs.MAX);
        tiny.blocks.validate();
        long slabs = tiny.blocks.stats().slabs();
        TinyFixture.runInThread(() -> {
            for (int i = 0; i < ABANDONED - AdoptedSlabs.MAX; i++) {
                tiny.malloc(SIZE);
            }
        });
        assertThat(tiny.blocks.stats().slabs()).as("others use the rest").isEqualTo(slabs);
    }

    @Test
    void slabsWhoseOtherBlocksAreFreedByThirdThreadsAreLetGoOfToo() {
        for (int slab = 0; slab < ABANDONED; slab++) {
            long first = blocks.get(slab * PER_SLAB);
            tiny.free(first);
            List<Long> rest = blocks.subList(slab * PER_SLAB + 1, (slab + 1) * PER_SLAB);
            if (slab % 10 == 0) {
                TinyFixture.runInThread(() -> rest.forEach(tiny::free));
            } else {
                rest.subList(0, 3).forEach(tiny::free);
            }
        }
        Thread self = Thread.currentThread();
        assertThat(blocks.stream()
                        .map(this::slabOf)
                        .distinct()
                        .filter(slab -> slab.owner().owner() == self))
                .hasSizeLessThanOrEqualTo(AdoptedSlabs.MAX);
    }

    @Test
    void aSecondFreeIsRefusedWhoeverComesSecond() {
        long first = blocks.get(0);
        long second = blocks.get(1);
        tiny.free(first);
        assertThatThrownBy(() -> tiny.free(first)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThatThrownBy(() -> TinyFixture.runInThread(() -> tiny.free(first)))
                .isExactlyInstanceOf(DoubleFreeException.class);
        TinyFixture.runInThread(() -> tiny.free(second));
        assertThatThrownBy(() -> tiny.free(second)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
    }

    @Test
    void aFreeThatIsRefusedTakesNothingOver() {
        long block = blocks.getFirst();
        assertThatThrownBy(() -> tiny.free(block + 16)).isExactlyInstanceOf(InvalidFreeException.class);
        assertThat(Note.stateOf(slabOf(block).note())).isEqualTo(Note.ABANDONED);
    }

    @Test
    void virtualThreadsTakeNothingOver() throws InterruptedException {
        Thread.ofVirtual().start(() -> tiny.free(blocks.getFirst())).join();
        assertThat(Note.stateOf(slabOf(blocks.getFirst()).note())).isEqualTo(Note.PARTIAL);
    }

    private BlockSlab slabOf(long block) {
        return tiny.blocks.slabOf(block);
    }
}
