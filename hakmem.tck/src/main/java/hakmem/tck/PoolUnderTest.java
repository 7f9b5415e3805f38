package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.api.PoolStats;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A pool on a region of its own, whose every move is noted and checked. Safe for use by several threads. */
final class PoolUnderTest implements AutoCloseable {
    final ScriptedSource source;
    final Region region;
    final GuardedPool pool;
    private final SlabLedger ledger;
    private final LongAdder acquired = new LongAdder();

    /** Slabs handed out, to whom, and how many. */
    record Held(Slab first, int slabs, long word, long owner) {}

    /** Opens a pool with address space, and a limit, of so many SuperSlabs. */
    PoolUnderTest(SharedPoolProvider provider, MemorySource memory, int superSlabs, int limit) {
        source = new ScriptedSource(memory);
        region = Region.reserve(
                source, (long) superSlabs * SuperSlab.BYTES, new MemoryBudget((long) limit * SuperSlab.BYTES));
        pool = GuardedPool.open(provider, region);
        ledger = new SlabLedger(region);
    }

    Held acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        Slab first = pool.acquire(sizeClass, slabs);
        acquired.increment();
        long word = first.word();
        assertEquals(Slab.State.ACTIVE, Slab.stateOf(word), () -> first.toString());
        assertEquals(slabs, Slab.runLengthOf(word), () -> first.toString());
        assertTrue(first.superSlab().isCommitted(), () -> first.toString());
        Held held = new Held(first, slabs, word, Thread.currentThread().threadId() << 16 | sizeClass);
        ledger.take(first, slabs, held.owner);
        return held;
    }

    /** Acquires; null if there is no memory. */
    Held tryAcquire(int sizeClass, int slabs) {
        try {
            return acquire(sizeClass, slabs);
        } catch (MemoryRefusedException e) {
            return null;
        }
    }

    /** Acquires a slab and a run of some length, and releases what it was given. */
    void useSlabs(int sizeClass, int cycle) {
        Held one = tryAcquire(sizeClass, 1);
        Held run = tryAcquire(sizeClass, 2 + cycle % 7);
        if (one != null) {
            release(one);
        }
        if (run != null) {
            release(run);
        }
    }

    void release(Held held) {
        ledger.giveBack(held.first, held.slabs, held.owner);
        assertTrue(pool.release(held.first, held.word), () -> held.first + " could not be released");
        assertFalse(pool.release(held.first, held.word), () -> held.first + " could be released twice");
    }

    /** Gives a run another length where it is; null if it stays as it was. */
    Held tryResize(Held held, int slabs) {
        int fewer = Math.max(held.slabs - slabs, 0);
        // What is given up must be so in the books first: it may be another's before the call returns.
        if (fewer > 0) {
            ledger.giveBack(behind(held, slabs), fewer, held.owner);
        }
        boolean resized = pool.tryResize(held.first, held.word, slabs);
        if (resized && slabs > held.slabs) {
            ledger.take(behind(held, held.slabs), slabs - held.slabs, held.owner);
        } else if (!resized && fewer > 0) {
            ledger.take(behind(held, slabs), fewer, held.owner);
        }
        int now = resized ? slabs : held.slabs;
        long word = held.first.word();
        assertEquals(now, Slab.runLengthOf(word), () -> held.first.toString());
        return resized ? new Held(held.first, slabs, word, held.owner) : null;
    }

    private static Slab behind(Held held, int slabs) {
        return held.first.superSlab().slab(held.first.slot() + slabs);
    }

    void releaseAll(List<Held> held) {
        held.forEach(this::release);
        held.clear();
    }

    /** Acquires slabs one by one until there are no more, and says why. */
    Reason acquireAll(int sizeClass, List<Held> into) {
        try {
            while (true) {
                into.add(acquire(sizeClass, 1));
            }
        } catch (MemoryRefusedException e) {
            return e.reason();
        }
    }

    PoolStats stats() {
        return pool.stats();
    }

    long committed() {
        return region.budget().committed();
    }

    /** Whether the strategy may have run out of metadata, which the contract tolerates. */
    boolean isMetadataFull() {
        return pool.stats().capacityRefusals() > 0;
    }

    /** Everything has been released, and no thread is at work: is it all accounted for? */
    void checkQuiet() {
        checkCounters();
        long bytes = pool.trim(0);
        if (source.givesBack()) {
            assertEquals(0, committed(), "committed after everything was released and trimmed");
            assertTrue(bytes >= 0);
        }
        assertEquals(0, stats().entries(), "metadata entries in use after everything was trimmed");
        checkCounters();
        int limit = Math.toIntExact(Math.min(region.budget().limit(), region.byteSize()) / Slab.BYTES);
        List<Held> all = new ArrayList<>();
        Reason reason = acquireAll(1, all);
        if (reason != Reason.METADATA_FULL) {
            assertEquals(limit, all.size(), "slabs there are, to the last; some were lost");
        }
        releaseAll(all);
        pool.trim(0);
    }

    /** Statistics that add up, while no thread is at work. */
    void checkCounters() {
        PoolStats stats = stats();
        assertEquals(acquired.sum(), stats.acquisitions(), () -> "acquisitions by stage: " + stats);
        assertEquals(stats.commits() - stats.retired(), stats.entries(), () -> "entries in use: " + stats);
        assertTrue(
                stats.entries() <= stats.peakEntries() && stats.peakEntries() <= stats.maxEntries(),
                () -> "entries: " + stats);
        long held = (long) (stats.entries() + region.retainedSuperSlabs()) * SuperSlab.BYTES;
        assertEquals(held, committed(), () -> "committed bytes: " + stats);
    }

    @Override
    public void close() {
        pool.close();
        region.close();
    }
}
