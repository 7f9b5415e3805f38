package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every compare-and-set of the pool that loses to another thread is counted, whichever word it is on. Two threads do one thing to
 * one word until one of them has lost, or so often that it cannot be luck that none did.
 */
class LostRacesTest {
    /* A batch must last longer than a thread takes to wake up at its beginning; on a busy machine the two may long take turns. */
    private static final int STEPS = 200_000;
    private static final int BATCHES = 5000;

    private final Region region = Region.reserve(new HeapSource(), SuperSlab.BYTES, new MemoryBudget(1L << 30));
    private final Entry entry = new Entry(0);
    private final StageCounters counters = new StageCounters();
    private final Count lost = counters.failedClaims;

    /** Where what is not under test is counted. */
    private final Count other = new Count();

    @BeforeEach
    void live() throws MemoryRefusedException {
        entry.revive(region.commit(), 0, ClaimWord.GENERATION_BITS);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void claims() {
        race(step -> entry.putUnused(1 << entry.claim(1, lost), other));
    }

    @Test
    void slotsPutBack() {
        race(step -> entry.putUnused(1 << entry.claim(1, other), lost));
    }

    @Test
    void slabsPutIntoTheEmptyMask() {
        race(step -> {
            int slot = entry.claim(1, other);
            entry.putEmpty(slot, lost);
            entry.putUnused(entry.takeEmpty(1 << slot, other), other);
        });
    }

    @Test
    void slabsTakenOutOfTheEmptyMask() {
        race(step -> {
            int slot = entry.claim(1, other);
            entry.putEmpty(slot, other);
            entry.putUnused(entry.takeEmpty(1 << slot, lost), other);
        });
    }

    @Test
    void anySlabTakenOutOfTheEmptyMask() {
        race(step -> {
            entry.putEmpty(entry.claim(1, other), other);
            entry.putUnused(1 << entry.takeAnyEmpty(lost), other);
        });
    }

    @Test
    void slabsFolded() {
        race(step -> {
            int slot = entry.claim(1, other);
            Slab slab = entry.superSlab().slab(slot);
            slab.tryActivate(1, 1);
            slab.tryEmpty(slab.word());
            entry.putEmpty(slot, other);
            entry.fold(SlotMask.ALL, lost);
        });
    }

    @Test
    void pushesOnAStack() {
        EmptyStacks stacks = new EmptyStacks(counters);
        race(step -> stacks.push(7, entry, 0), () -> {
            while (stacks.pop(7) != null) {
                other.increment();
            }
        });
    }

    @Test
    void popsOffAStack() {
        EmptyStacks stacks = new EmptyStacks(counters);
        race(step -> stacks.pop(7), () -> {
            for (int i = 0; i < 2 * STEPS; i++) {
                stacks.push(7, entry, 0);
            }
        });
    }

    private void race(IntConsumer action) {
        race(action, () -> {});
    }

    /** Each batch is prepared by one thread alone, so that nothing but the action can lose. */
    private void race(IntConsumer action, Runnable preparation) {
        assertThat(lost.sum()).as("lost by one thread alone").isZero();
        boolean[] again = {true};
        int[] batch = {0};
        CyclicBarrier barrier = new CyclicBarrier(2, () -> {
            preparation.run();
            again[0] = lost.sum() == 0 && batch[0]++ < BATCHES;
        });
        FutureTask<Void> second = new FutureTask<>(() -> run(action, barrier, again), null);
        Thread.ofPlatform().daemon().start(second);
        run(action, barrier, again);
        try {
            second.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        assertThat(lost.sum()).as("lost in %d batches", batch[0]).isPositive();
    }

    private void run(IntConsumer action, CyclicBarrier barrier, boolean[] again) {
        try {
            while (true) {
                barrier.await(60, TimeUnit.SECONDS); // the other may have failed
                if (!again[0]) {
                    return;
                }
                for (int step = 0; step < STEPS && lost.sum() == 0; step++) {
                    action.accept(step);
                }
            }
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
