package hakmem.large;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Threads that meet at the slabs that are kept. They start within nanoseconds and take from the same places in the same order,
 * so that they meet at one in every third round, where there is a processor for each; Lincheck needs no such luck.
 */
class KeptRunsRacesTest {
    private static final int THREADS = 2;
    private static final int ROUNDS = 20_000;

    private final KeptRuns kept = new KeptRuns();
    private final AtomicInteger taken = new AtomicInteger();
    private final SpinBarrier barrier = new SpinBarrier();

    @Test
    void whatIsKeptGoesToOneOfTheThreadsThatTakeItOut() throws Exception {
        try (Fixture fixture = new Fixture()) {
            SuperSlab superSlab = fixture.region.commit();
            AtomicInteger wrong = new AtomicInteger();
            Team team = new Team();
            team.add(() -> {
                makePlaces();
                for (int round = 0; round < ROUNDS; round++) {
                    List<Slab> refused = keepAll(superSlab);
                    barrier.await();
                    kept.drain(slab -> taken.incrementAndGet());
                    barrier.await();
                    wrong.addAndGet(taken.getAndSet(0) + refused.size() == KeptRuns.PLACES ? 0 : 1);
                }
            });
            for (int others = 1; others < THREADS; others++) {
                team.add(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        barrier.await();
                        kept.drain(slab -> taken.incrementAndGet());
                        barrier.await();
                    }
                });
            }
            team.run();
            assertThat(wrong)
                    .as("rounds in which slabs were taken twice, or not at all")
                    .hasValue(0);
            fixture.region.decommit(superSlab);
        }
    }

    /** So much is out that each place of this thread may be used. */
    private void makePlaces() {
        kept.count((KeptRuns.LIVE_PER_KEPT + 1) * KeptRuns.PLACES);
        assertThat(kept.take()).isNull();
    }

    /** Those that were not kept: none, for this thread has looked at what is out. */
    private List<Slab> keepAll(SuperSlab superSlab) {
        assertThat(kept.takeExcess()).isNull();
        List<Slab> refused = new ArrayList<>();
        for (int slot = 0; slot < KeptRuns.PLACES; slot++) {
            Slab slab = kept.offer(superSlab.slab(slot));
            if (slab != null) {
                refused.add(slab);
            }
        }
        return refused;
    }

    /** Lets nobody go on before all have come, and all at once then. */
    private static final class SpinBarrier {
        private static final int SPINS = 1000;

        private final AtomicInteger arrived = new AtomicInteger();

        @SuppressWarnings("ThreadPriorityCheck") // on one processor the others would wait for the end of a time slice
        void await() {
            int all = (arrived.getAndIncrement() / THREADS + 1) * THREADS;
            for (int spins = 1; arrived.get() < all && !Thread.currentThread().isInterrupted(); spins++) {
                if (spins % SPINS == 0) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
