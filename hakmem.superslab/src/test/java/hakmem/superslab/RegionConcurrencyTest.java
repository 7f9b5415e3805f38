package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of which these tests are made have their controls in {@link SlotLedgerTest} and {@link OperationGateTest}. */
class RegionConcurrencyTest {
    private static final long SEED = Long.getLong("hakmem.test.seed", 20260101L);
    private static final int CAPACITY = 6;
    private static final int LIMIT = 4;

    private final ScriptedSource source = new ScriptedSource();
    private final MemoryBudget budget = new MemoryBudget((long) LIMIT << SuperSlab.SHIFT);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalThreadsShareSuperSlabsWithoutEverSharingOne(boolean givesBack) {
        System.out.println("seed " + SEED);
        source.givesBack = givesBack;
        source.duringCommit = Together::gap;
        AtomicIntegerArray holders = new AtomicIntegerArray(CAPACITY);
        AtomicInteger refusals = new AtomicInteger();
        try (Region region = Region.reserve(source, (long) CAPACITY << SuperSlab.SHIFT, budget)) {
            Together.run(4, thread -> {
                SplittableRandom random = new SplittableRandom(SEED + thread);
                List<SuperSlab> mine = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    if (random.nextInt(5) < 3) {
                        try {
                            SuperSlab superSlab = region.commit();
                            assertThat(holders.incrementAndGet(superSlab.index()))
                                    .isEqualTo(1);
                            assertThat(superSlab.isCommitted()).isTrue();
                            mine.add(superSlab);
                        } catch (MemoryRefusedException _) {
                            refusals.incrementAndGet();
                        }
                    } else if (!mine.isEmpty()) {
                        SuperSlab superSlab = mine.remove(random.nextInt(mine.size()));
                        holders.decrementAndGet(superSlab.index());
                        region.decommit(superSlab);
                    }
                }
                for (SuperSlab superSlab : mine) {
                    holders.decrementAndGet(superSlab.index());
                    region.decommit(superSlab);
                }
            });
            assertThat(refusals.get()).as("the limit was reached").isPositive();
            assertThat(budget.committed()).isEqualTo((long) region.retainedSuperSlabs() << SuperSlab.SHIFT);
            assertThat(source.committed()).isEqualTo(region.retainedSuperSlabs());
        }
        assertThat(source.mostCommitted()).isLessThanOrEqualTo(LIMIT);
        assertThat(source.faults()).isEmpty();
        assertThat(budget.committed()).isZero();
    }

    /** One SuperSlab as a strategy and the boundary of the pool see it. */
    private interface Shared {
        /** What the boundary does: activates a slab, and only then looks whether there is memory. */
        boolean activate();

        void empty();

        /** What a faulty strategy does, at any moment and from several threads; false if it was refused. */
        boolean decommit();

        void commitAgain();

        boolean hasMemory();
    }

    @Test
    void anActiveSlabKeepsItsMemoryWhateverAStrategyDoes() throws Exception {
        try (Region region = Region.reserve(source, SuperSlab.BYTES, budget)) {
            SuperSlab superSlab = region.commit();
            Slab slab = superSlab.slab(17);
            assertThat(losesActiveMemory(new Shared() {
                        @Override
                        public boolean activate() {
                            return slab.tryActivate(1, 1) && superSlab.isCommitted();
                        }

                        @Override
                        public void empty() {
                            assertThat(slab.tryEmpty(slab.word())).isTrue();
                        }

                        @Override
                        public boolean decommit() {
                            try {
                                region.decommit(superSlab);
                                return true;
                            } catch (IllegalStateException _) {
                                return false;
                            }
                        }

                        @Override
                        public void commitAgain() {
                            commit(region);
                        }

                        @Override
                        public boolean hasMemory() {
                            return source.committed() == 1;
                        }
                    }))
                    .isFalse();
            assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
        }
        assertThat(source.faults()).isEmpty();
    }

    /** The control: the slabs are looked at first, and the mark goes down afterwards. */
    @Test
    void aMarkThatGoesDownTooLateIsCaught() {
        AtomicBoolean active = new AtomicBoolean();
        AtomicBoolean mark = new AtomicBoolean(true);
        AtomicBoolean memory = new AtomicBoolean(true);
        assertThat(losesActiveMemory(new Shared() {
                    @Override
                    public boolean activate() {
                        active.set(true);
                        return mark.get();
                    }

                    @Override
                    public void empty() {
                        active.set(false);
                    }

                    @Override
                    public boolean decommit() {
                        if (active.get()) {
                            return false;
                        }
                        for (int i = 0; i < 2_000 && !active.get(); i++) {
                            Together.gap();
                        }
                        if (!mark.compareAndSet(true, false)) {
                            return false;
                        }
                        memory.set(false);
                        return true;
                    }

                    @Override
                    public void commitAgain() {
                        for (int i = 0; i < 2_000 && active.get(); i++) {
                            Together.gap();
                        }
                        memory.set(true);
                        mark.set(true);
                    }

                    @Override
                    public boolean hasMemory() {
                        for (int i = 0; i < 200 && memory.get(); i++) {
                            Together.gap();
                        }
                        return memory.get();
                    }
                }))
                .isTrue();
    }

    /** One thread uses the slab, two decommit; each lets the others in after every step, so that none waits for long. */
    private static boolean losesActiveMemory(Shared shared) {
        AtomicBoolean lost = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger uses = new AtomicInteger();
        AtomicInteger decommits = new AtomicInteger();
        // A scheduler may keep one side waiting for a while; it fails by the asserts below if that is for ever.
        BooleanSupplier met = () -> uses.get() > 0 && decommits.get() > 0;
        Together.run(3, thread -> {
            for (int i = 0;
                    thread == 0 && (i < 10_000 || (i < 10_000_000 && !met.getAsBoolean())) && !lost.get();
                    i++) {
                if (shared.activate()) {
                    uses.incrementAndGet();
                    Together.gap();
                    if (!shared.hasMemory()) {
                        lost.set(true);
                    }
                }
                shared.empty();
                Together.gap();
            }
            if (thread == 0) {
                done.set(true);
            }
            while (!done.get()) {
                if (shared.decommit()) {
                    decommits.incrementAndGet();
                    Together.gap();
                    shared.commitAgain();
                }
                Together.gap();
            }
        });
        assertThat(uses.get()).as("uses").isPositive();
        assertThat(decommits.get()).as("decommits").isPositive();
        return lost.get();
    }

    @Test
    void closeWaitsForACommitUnderWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        source.duringCommit = () -> {
            inside.countDown();
            await(goOn);
        };
        Region region = Region.reserve(source, SuperSlab.BYTES, budget);
        Thread committer = Thread.ofPlatform().start(() -> commit(region));
        inside.await();
        Thread closer = Thread.ofPlatform().start(region::close);
        Together.awaitBlocked(closer);

        assertThat(source.closes).isZero();
        goOn.countDown();
        Together.join(committer);
        Together.join(closer);
        assertThat(source.closes).isEqualTo(1);
        assertThat(source.faults()).isEmpty();
        assertThat(budget.committed()).isZero();
    }

    private static void commit(Region region) {
        try {
            region.commit();
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
