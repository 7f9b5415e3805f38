package hakmem.bench.soak;

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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Has SuperSlabs retired and recycled by some threads while others claim slabs from them, as often as is asked for. At regular
 * rests every slab is released, the pool trimmed, and the books compared. For one run, by one thread.
 */
public final class PoolSoak {
    /*
     * A retirer acquires whole SuperSlabs, releases them and trims; so nearly every cycle commits and retires. A claimer
     * holds a few slabs and short runs and replaces them at random, from whatever is at hand: what the retirers have just
     * released and are about to retire. That is the race the pool must stand. A shift lasts until both have done their share:
     * retirers could be done before a claimer has had a processor.
     *
     * What must hold all the time: no slab has two owners, and has memory while it has one (SlabOwners); nothing is committed
     * twice (WatchedSource); the budget keeps the limit.
     *
     * At a rest, with nothing held and no thread at work:
     *
     *   committed             = 0, for the budget and for the source; with a source that gives nothing back, what it keeps
     *   entries in use        = 0 = commits - retired
     *   acquired              = hits of the three stages
     *   peak of entries      <= peak of SuperSlabs committed: an entry stands for memory as long as it is in use
     *   Java heap            <= that of the second rest + HEAP_SLACK: whatever the strategy keeps per generation would show
     */
    private static final int CLASSES = 8;
    private static final int MOST_HELD = 24;
    private static final int LONGEST_RUN = 8;

    /** Bytes. A strategy that keeps 10 bytes for each of a million generations is found. */
    private static final long HEAP_SLACK = 8 << 20;

    private final SharedPoolProvider provider;
    private final WatchedSource source;
    private final SoakOptions options;
    private final LongAdder acquired = new LongAdder();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** Slabs side by side that a thread holds. */
    private record Held(Slab first, int slabs, long word) {}

    /**
     * Prepares a soak.
     *
     * @param provider the strategy
     * @param memory where memory comes from; empty for addresses without memory, which is faster
     * @param options what to do
     */
    public PoolSoak(SharedPoolProvider provider, Optional<MemorySource> memory, SoakOptions options) {
        this.provider = provider;
        this.source = memory.map(WatchedSource::watching).orElseGet(WatchedSource::imaginary);
        this.options = options;
    }

    /**
     * Runs it.
     *
     * @param atRest is told what was found at each rest, before it is judged
     * @return what was found at the last rest
     * @throws SoakViolationException if the strategy did what it must not do
     * @throws InterruptedException if the calling thread is interrupted
     */
    public SoakRest run(Consumer<SoakRest> atRest) throws InterruptedException {
        long bytes = (long) options.superSlabs() * SuperSlab.BYTES;
        long begin = System.nanoTime();
        // Not closed if it fails: threads that hang may be using it.
        Region region = Region.reserve(source, bytes, new MemoryBudget(bytes));
        GuardedPool pool = GuardedPool.open(provider, region);
        SlabOwners owners = new SlabOwners(region, source.isReal());
        SplittableRandom seeds = new SplittableRandom(options.seed());
        SoakRest last = null;
        long heapLimit = Long.MAX_VALUE;
        for (int number = 1; number <= options.rests(); number++) {
            workUntil(pool, owners, seeds, options.generations() * number / options.rests());
            pool.trim(0);
            last = look(number, begin, region, pool);
            atRest.accept(last);
            judge(last, region, pool, heapLimit);
            if (number == 2) {
                heapLimit = last.heapBytes() + HEAP_SLACK;
            }
        }
        pool.close();
        region.close();
        return last;
    }

    private void workUntil(GuardedPool pool, SlabOwners owners, SplittableRandom seeds, long generations)
            throws InterruptedException {
        Shift shift = new Shift();
        List<Shift.Work> work = new ArrayList<>();
        for (int i = 1; i <= options.threads(); i++) {
            int owner = i;
            SplittableRandom random = seeds.split();
            work.add(
                    i % 2 == 0
                            ? () -> claim(pool, owners, owner, random, shift)
                            : () -> retire(pool, owners, owner, random, shift, generations));
        }
        shift.run(work, () -> pool.stats().retired(), options.patience());
    }

    /** Whole SuperSlabs come and go. */
    private void retire(
            GuardedPool pool, SlabOwners owners, int owner, SplittableRandom random, Shift shift, long generations)
            throws MemoryRefusedException {
        List<Held> held = new ArrayList<>();
        while (!shift.isOver()) {
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                acquire(pool, owners, owner, random.nextInt(CLASSES), SuperSlab.SLABS, held);
            }
            releaseAll(pool, owners, owner, held);
            pool.trim(0);
            if (pool.stats().retired() >= generations && replaced.sum() >= generations) {
                shift.end();
            }
        }
    }

    /** Slabs and short runs, replaced at random. */
    private void claim(GuardedPool pool, SlabOwners owners, int owner, SplittableRandom random, Shift shift)
            throws MemoryRefusedException {
        List<Held> held = new ArrayList<>();
        while (!shift.isOver()) {
            if (held.size() < random.nextInt(1, MOST_HELD)) {
                int slabs = random.nextBoolean() ? 1 : random.nextInt(2, LONGEST_RUN + 1);
                if (!acquire(pool, owners, owner, random.nextInt(CLASSES), slabs, held)) {
                    releaseAll(pool, owners, owner, held);
                }
            } else {
                int chosen = random.nextInt(held.size());
                release(pool, owners, owner, held.get(chosen));
                replaced.increment();
                held.set(chosen, held.getLast());
                held.removeLast();
            }
        }
        releaseAll(pool, owners, owner, held);
    }

    /** Acquires; false if there is no memory, as may be at the limit. */
    private boolean acquire(GuardedPool pool, SlabOwners owners, int owner, int sizeClass, int slabs, List<Held> held)
            throws MemoryRefusedException {
        Slab first;
        try {
            first = pool.acquire(sizeClass, slabs);
        } catch (MemoryRefusedException e) {
            if (e.reason() != Reason.LIMIT && e.reason() != Reason.REGION_FULL) {
                throw e;
            }
            refused.increment();
            return false;
        }
        acquired.increment();
        owners.take(first, slabs, owner);
        held.add(new Held(first, slabs, first.word()));
        return true;
    }

    private static void releaseAll(GuardedPool pool, SlabOwners owners, int owner, List<Held> held) {
        held.forEach(each -> release(pool, owners, owner, each));
        held.clear();
    }

    private static void release(GuardedPool pool, SlabOwners owners, int owner, Held held) {
        owners.giveBack(held.first, held.slabs, owner);
        if (!pool.release(held.first, held.word)) {
            throw new SoakViolationException(held.first + " of thread " + owner + " could not be released");
        }
    }

    private SoakRest look(int number, long begin, Region region, GuardedPool pool) {
        PoolStats stats = pool.stats();
        return new SoakRest(
                number,
                stats.retired(),
                System.nanoTime() - begin,
                source.peak(),
                stats.peakEntries(),
                region.budget().committed(),
                usedHeap(),
                acquired.sum(),
                refused.sum());
    }

    private void judge(SoakRest rest, Region region, GuardedPool pool, long heapLimit) {
        PoolStats stats = pool.stats();
        long kept = source.givesBack() ? 0 : (long) region.retainedSuperSlabs() * SuperSlab.BYTES;
        require(rest.committedBytes() == kept, rest.committedBytes() + " bytes committed at rest, not " + kept);
        require(
                !source.givesBack() || source.committed() == 0,
                source.committed() + " SuperSlabs committed at rest, as the source counts them");
        require(stats.entries() == 0, stats.entries() + " metadata entries in use at rest: " + stats);
        require(stats.commits() == stats.retired(), "SuperSlabs committed are not those retired: " + stats);
        require(stats.acquisitions() == rest.acquired(), rest.acquired() + " acquisitions, but counted are " + stats);
        require(
                rest.peakEntries() <= rest.peakSuperSlabs(),
                "the table was " + rest.peakEntries() + " entries long, for never more than " + rest.peakSuperSlabs()
                        + " SuperSlabs");
        require(
                rest.heapBytes() <= heapLimit,
                "the Java heap has grown to " + rest.heapBytes() + " bytes; allowed were " + heapLimit);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new SoakViolationException(message);
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
