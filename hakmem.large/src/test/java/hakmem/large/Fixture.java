package hakmem.large;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;
import java.util.concurrent.atomic.AtomicLong;

/** Large blocks on a small region, with a source, a pool and a clock that do what a test says. */
final class Fixture implements AutoCloseable {
    static final long KIB = 1L << 10;
    static final long MIB = 1L << 20;

    final ScriptedSource source = new ScriptedSource();
    final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    final MemoryBudget budget;
    final Region region;
    final FirstFitPool strategy;
    final GuardedPool pool;
    final LargeBlocks blocks;

    Fixture() {
        this(Long.MAX_VALUE);
    }

    Fixture(long limit) {
        budget = new MemoryBudget(limit);
        region = Region.reserve(source, 2L * SuperSlab.BYTES, budget);
        FirstFitPool.Provider provider = new FirstFitPool.Provider();
        pool = GuardedPool.open(provider, region);
        strategy = provider.made();
        blocks = new LargeBlocks(pool, source, budget, clock::get);
    }

    /** Reservations open for mappings. */
    int openMappings() {
        return source.open.get() - 1;
    }

    /** Checks that nothing is live, and that everything can be given back. */
    void checkEmpty() {
        blocks.validate();
        LargeBlocks.Stats stats = blocks.stats();
        blocks.trim(0);
        pool.trim(0);
        blocks.validate();
        if (stats.liveRuns() != 0
                || stats.liveMappings() != 0
                || budget.committed() != 0
                || source.committed.get() != 0
                || openMappings() != 0) {
            throw new AssertionError("left over: " + stats + ", committed " + budget.committed() + ", by the source "
                    + source.committed + ", mappings " + openMappings());
        }
    }

    @Override
    public void close() {
        blocks.validate();
        blocks.close();
        pool.close();
        region.close();
    }
}
