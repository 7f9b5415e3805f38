package hakmem.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.PoolStats;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The soak passes sound strategies, and finds each fault that is put into one. */
@Timeout(120)
class PoolSoakTest {
    private static final long SEED = 4141;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"recycling", "locked"})
    void aSoundStrategyPassesAndEveryRestFindsNothingCommitted(String strategy) throws InterruptedException {
        List<SoakRest> rests = new ArrayList<>();

        SoakRest last = soak(SharedPools.find(strategy), 3000, 4).run(rests::add);

        assertThat(rests).hasSize(4).extracting(SoakRest::committedBytes).containsOnly(0L);
        assertThat(rests).extracting(SoakRest::number).containsExactly(1, 2, 3, 4);
        assertThat(last.generations()).isGreaterThanOrEqualTo(3000);
        assertThat(last.peakEntries()).isPositive().isLessThanOrEqualTo(last.peakSuperSlabs());
        assertThat(last.peakSuperSlabs()).isLessThanOrEqualTo(16);
    }

    @Test
    void memoryThatIsRealKeepsItsContents() throws InterruptedException {
        SoakOptions options = new SoakOptions(200, 4, 16, 2, SEED, PATIENCE);
        PoolSoak soak = new PoolSoak(
                SharedPools.find("recycling"), Optional.of(MemorySources.open(Optional.of("mapped"))), options);

        SoakRest last = soak.run(rest -> {});

        assertThat(last.generations()).isGreaterThanOrEqualTo(200);
        assertThat(last.committedBytes())
                .as("what this source keeps until it is closed")
                .isPositive();
    }

    @Test
    void aTableThatUsesNoEntryTwiceFails() {
        assertThatThrownBy(() -> soak(SharedPools.find("fixed"), 10_000, 2).run(rest -> {}))
                .isInstanceOf(SoakViolationException.class)
                .hasMessageContaining("has used all its 2048 metadata entries");
    }

    @Test
    void aStrategyThatRetiresNothingIsSaidToHang() {
        SoakOptions options = new SoakOptions(100, 2, 8, 1, SEED, Duration.ofMillis(200));
        PoolSoak soak = new PoolSoak(
                faulty(sound -> new Passing(sound) {
                    @Override
                    public long trim(long idleNanos) {
                        return 0;
                    }
                }),
                Optional.empty(),
                options);

        assertThatThrownBy(() -> soak.run(rest -> {}))
                .isInstanceOf(SoakViolationException.class)
                .hasMessageContaining("nothing has moved for 200 ms")
                .hasMessageContaining("soak-0");
    }

    @Test
    void memoryThatIsForgottenIsFound() {
        assertFound(
                (region, sound) -> {
                    commit(region);
                    return new Passing(sound);
                },
                "2097152 bytes committed at rest, not 0");
    }

    @Test
    void aTableThatGrowsIsFound() {
        assertFound(
                (region, sound) -> new Passing(sound) {
                    @Override
                    public PoolStats stats() {
                        PoolStats real = super.stats();
                        return new PoolStats(
                                real.emptySlabHits(),
                                real.unusedSlotHits(),
                                real.convertedSlabHits(),
                                real.commits(),
                                real.failedClaims(),
                                real.retired(),
                                real.entries(),
                                (int) real.commits(),
                                real.maxEntries(),
                                real.capacityRefusals());
                    }
                },
                "entries long, for never more than");
    }

    @Test
    void anAcquisitionThatIsNotCountedIsFound() {
        assertFound(
                (region, sound) -> new Passing(sound) {
                    @Override
                    public PoolStats stats() {
                        PoolStats real = super.stats();
                        return new PoolStats(
                                real.emptySlabHits(),
                                real.unusedSlotHits() - 1,
                                real.convertedSlabHits(),
                                real.commits(),
                                real.failedClaims(),
                                real.retired(),
                                real.entries(),
                                real.peakEntries(),
                                real.maxEntries(),
                                real.capacityRefusals());
                    }
                },
                "acquisitions, but counted are");
    }

    @Test
    void aHeapThatGrowsWithTheGenerationsIsFound() {
        ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();
        assertFound(
                (region, sound) -> new Passing(sound) {
                    @Override
                    public void release(Slab first, int slabs) {
                        super.release(first, slabs);
                        kept.add(new byte[1 << 14]);
                    }
                },
                "the Java heap has grown to");
        assertThat(kept).isNotEmpty();
    }

    @Test
    void aSlabHandedOutTwiceIsFoundAndTheStrategyNamed() {
        assertFound(
                (region, sound) -> {
                    AtomicReference<Slab> latest = new AtomicReference<>();
                    return new Passing(sound) {
                        @Override
                        public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
                            Slab before = latest.get();
                            if (slabs == 1 && before != null && before.state() == Slab.State.ACTIVE) {
                                return before;
                            }
                            Slab first = super.acquire(sizeClass, slabs);
                            latest.set(slabs == 1 ? first : before);
                            return first;
                        }
                    };
                },
                "twice");
    }

    private static void assertFound(Maker maker, String message) {
        assertThatThrownBy(() -> soak(faulty(maker), 2000, 4).run(rest -> {}))
                .isInstanceOf(SoakViolationException.class)
                .hasMessageContaining(message);
    }

    private static PoolSoak soak(SharedPoolProvider provider, long generations, int rests) {
        return new PoolSoak(provider, Optional.empty(), new SoakOptions(generations, 4, 16, rests, SEED, PATIENCE));
    }

    private static void commit(Region region) {
        try {
            region.commit();
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a fault into a sound pool. */
    @FunctionalInterface
    private interface Maker {
        SharedPool make(Region region, SharedPool sound);
    }

    private static SharedPoolProvider faulty(Function<SharedPool, SharedPool> maker) {
        return faulty((region, sound) -> maker.apply(sound));
    }

    private static SharedPoolProvider faulty(Maker maker) {
        return new SharedPoolProvider() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public String description() {
                return "a strategy of the tests";
            }

            @Override
            public SharedPool create(Region region) {
                return maker.make(region, SharedPools.find("recycling").create(region));
            }
        };
    }

    /** A pool that does what another does. */
    private static class Passing implements SharedPool {
        private final SharedPool sound;

        Passing(SharedPool sound) {
            this.sound = sound;
        }

        @Override
        public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
            return sound.acquire(sizeClass, slabs);
        }

        @Override
        public void release(Slab first, int slabs) {
            sound.release(first, slabs);
        }

        @Override
        public long trim(long idleNanos) {
            return sound.trim(idleNanos);
        }

        @Override
        public PoolStats stats() {
            return sound.stats();
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
