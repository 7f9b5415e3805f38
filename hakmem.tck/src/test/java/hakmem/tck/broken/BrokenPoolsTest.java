package hakmem.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;
import hakmem.tck.SharedPoolContract;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract passes the sound pool, and catches each fault that is put into it. */
class BrokenPoolsTest {
    @Test
    void theSoundPoolPasses() {
        assertThat(failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void aCountRaisedBeforeItsEntryIsCaught() {
        assertCaughtAmongThreadsOnly(failuresOf(CountFirst.class));
    }

    @Test
    void aSuperSlabFreedUnderAReaderIsCaught() {
        assertCaughtAmongThreadsOnly(failuresOf(FreedUnderReader.class));
    }

    @Test
    void aTableThatMovesIsCaught() {
        assertCaughtAmongThreadsOnly(failuresOf(MovingTable.class));
    }

    @Test
    void aSlabHandedOutTwiceIsCaught() {
        assertThat(failuresOf(Twice.class)).isNotEmpty();
    }

    @Test
    void aSlabThatIsLostIsCaught() {
        assertThat(failuresOf(Losing.class)).isNotEmpty();
    }

    @Test
    void memoryDiscardedInUseIsCaught() {
        assertCaughtAmongThreadsOnly(failuresOf(DiscardedInUse.class));
    }

    /** A pool that fails for one thread has another fault than the race it stands for. */
    private static void assertCaughtAmongThreadsOnly(List<String> failures) {
        assertThat(failures).isNotEmpty().noneMatch(failure -> failure.startsWith("oneThreadsHistoryIsConsistent"));
    }

    private static List<String> failuresOf(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getTestDescriptor().getDisplayName()
                        + ": "
                        + event.getPayload().map(Object::toString).orElse(""))
                .toList();
    }

    /** A contract test of a pool; not found by the build, for it is nested and static. */
    abstract static class Of extends SharedPoolContract {
        private final Function<Region, SharedPool> maker;

        Of(Function<Region, SharedPool> maker) {
            this.maker = maker;
        }

        @Override
        protected SharedPoolProvider provider() {
            return new SharedPoolProvider() {
                @Override
                public String name() {
                    return "in-tests";
                }

                @Override
                public String description() {
                    return "a pool of the tests";
                }

                @Override
                public SharedPool create(Region region) {
                    return maker.apply(region);
                }
            };
        }
    }

    static class Sound extends Of {
        Sound() {
            super(SoundPool::new);
        }
    }

    static class CountFirst extends Of {
        CountFirst() {
            super(CountFirstPool::new);
        }
    }

    static class FreedUnderReader extends Of {
        FreedUnderReader() {
            super(FreedUnderReaderPool::new);
        }
    }

    static class MovingTable extends Of {
        MovingTable() {
            super(MovingTablePool::new);
        }
    }

    static class Twice extends Of {
        Twice() {
            super(TwicePool::new);
        }
    }

    static class Losing extends Of {
        Losing() {
            super(LosingPool::new);
        }
    }

    static class DiscardedInUse extends Of {
        DiscardedInUse() {
            super(DiscardedInUsePool::new);
        }
    }
}
