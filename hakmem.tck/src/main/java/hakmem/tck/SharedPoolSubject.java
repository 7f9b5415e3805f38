package hakmem.tck;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.spi.MemorySource;
import java.util.SplittableRandom;

/** What is tested, and on what memory. */
abstract class SharedPoolSubject {
    /** The system property that repeats a random test. */
    static final String SEED_PROPERTY = "hakmem.tck.seed";

    /**
     * The strategy to be tested. Called for each test anew.
     *
     * @return its provider
     */
    protected abstract SharedPoolProvider provider();

    /**
     * The memory to test it with; arenas of the JDK unless overridden.
     *
     * @return a source that can reserve 32 MiB several times over
     */
    protected MemorySource memorySource() {
        return new ArenaSource();
    }

    final PoolUnderTest open(int superSlabs) {
        return open(superSlabs, superSlabs);
    }

    final PoolUnderTest open(int superSlabs, int limit) {
        return new PoolUnderTest(provider(), memorySource(), superSlabs, limit);
    }

    /** What a random test does with its seed. */
    @FunctionalInterface
    interface Seeded {
        void run(long seed) throws Exception;
    }

    /** Runs a random test and says the seed if it fails. */
    static void seeded(Seeded test) {
        long seed = Long.getLong(SEED_PROPERTY, new SplittableRandom().nextLong());
        try {
            test.run(seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -D" + SEED_PROPERTY + "=" + seed + ": " + e, e);
        }
    }
}
