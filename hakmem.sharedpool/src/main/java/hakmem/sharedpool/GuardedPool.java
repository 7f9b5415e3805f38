package hakmem.sharedpool;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySourceException;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;

/**
 * The boundary between a front end and a strategy. It moves the state of the slabs, and so finds out whether a strategy
 * hands out what it should: a slab that is active already, of another region, or not committed is refused in the
 * strategy's name, and the front end's state is not touched. Safe for use by several threads.
 *
 * <p>Whatever exception a strategy throws becomes a {@link PoolStrategyException} that names it. A {@link
 * MemorySourceException} names the source already and passes as it is; so do errors of the JVM, such as
 * {@link OutOfMemoryError}, which are nobody's fault. All of them leave every slab as it was.
 */
public final class GuardedPool implements AutoCloseable {
    private final String strategy;
    private final Region region;
    private final SharedPool pool;
    private volatile boolean closed;

    private GuardedPool(String strategy, Region region, SharedPool pool) {
        this.strategy = strategy;
        this.region = region;
        this.pool = pool;
    }

    /**
     * Opens a pool of a strategy that need not be registered.
     *
     * @param provider the strategy
     * @param region where its SuperSlabs come from, for this pool alone; closed by the caller, after the pool
     * @return the pool
     * @throws IllegalArgumentException if the strategy refuses its options
     * @throws PoolStrategyException if the strategy fails to make one
     */
    public static GuardedPool open(SharedPoolProvider provider, Region region) {
        String strategy = provider.name();
        SharedPool pool;
        try {
            pool = provider.create(region);
        } catch (IllegalArgumentException e) {
            // What a strategy says of its options is meant for the user.
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new PoolStrategyException(strategy, "failed to make a pool: " + e, e);
        }
        if (pool == null) {
            throw new PoolStrategyException(strategy, "made no pool", null);
        }
        return new GuardedPool(strategy, region, pool);
    }

    /**
     * The strategy's name.
     *
     * @return the name its provider goes by
     */
    public String strategy() {
        return strategy;
    }

    /**
     * The region the pool draws from.
     *
     * @return the region
     */
    public Region region() {
        return region;
    }

    /**
     * Acquires slabs that lie side by side and makes them active.
     *
     * @param sizeClass what for, 0 to 65535
     * @param slabs how many, 1 to 32
     * @return the first of them; its word says how many there are
     * @throws MemoryRefusedException if there is no memory; nothing has changed then
     * @throws PoolStrategyException if the strategy fails, or hands out what it must not
     * @throws MemorySourceException if the memory source fails, and the strategy passes that on; nothing has changed then
     * @throws IllegalArgumentException if an argument is out of range
     * @throws IllegalStateException if the pool is closed
     */
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        if (slabs < 1 || slabs > SuperSlab.SLABS || sizeClass < 0 || sizeClass > 0xffff) {
            throw new IllegalArgumentException(slabs + " slabs of size class " + sizeClass);
        }
        checkOpen();
        Slab first;
        try {
            first = pool.acquire(sizeClass, slabs);
        } catch (MemorySourceException e) {
            throw e;
        } catch (RuntimeException e) {
            // A strategy that was closed meanwhile may say so as it likes.
            checkOpen();
            throw new PoolStrategyException(strategy, "acquire failed: " + e, e);
        }
        checkPlace(first, slabs);
        activate(first.superSlab(), first.slot(), slabs, sizeClass, slabs);
        return first;
    }

    /**
     * Gives what {@link #acquire} returned another length, where it is. Slabs are taken from behind it, or its last ones are
     * released.
     *
     * @param first the first slab
     * @param word its word, read when the caller decided to do so
     * @param slabs how many there are to be, at least 1
     * @return false if it must move to be so long: the strategy cannot do it, or the slabs behind are not free; also if the
     *     word is not what the slab says any more. Nothing has changed then
     * @throws PoolStrategyException if the strategy fails, or hands out what it must not. If it fails to take the last slabs
     *     back they are lost to it, and to nobody else, and the rest has the length asked for
     * @throws IllegalStateException if the pool is closed
     */
    public boolean tryResize(Slab first, long word, int slabs) {
        checkOpen();
        int before = Slab.runLengthOf(word);
        if (slabs < 1 || first.slot() + slabs > SuperSlab.SLABS || before == 0) {
            return false;
        }
        return slabs <= before ? shrink(first, word, slabs) : extend(first, word, slabs);
    }

    private boolean shrink(Slab first, long word, int slabs) {
        int before = Slab.runLengthOf(word);
        if (slabs == before) {
            return first.word() == word;
        }
        if (!splitsRuns() || !first.tryResize(word, slabs)) {
            return false;
        }
        releaseBehind(first, slabs, before - slabs);
        return true;
    }

    /** The slabs are active before the word says that they are part of the run: who reads the word can rely on them. */
    private boolean extend(Slab first, long word, int slabs) {
        int before = Slab.runLengthOf(word);
        int more = slabs - before;
        if (!splitsRuns() || !tryExtend(first, before, more)) {
            return false;
        }
        activate(first.superSlab(), first.slot() + before, more, Slab.sizeClassOf(word), 0);
        if (first.tryResize(word, slabs)) {
            return true;
        }
        releaseBehind(first, before, more);
        return false;
    }

    private boolean splitsRuns() {
        try {
            return pool.splitsRuns();
        } catch (RuntimeException e) {
            throw new PoolStrategyException(strategy, "splitsRuns failed: " + e, e);
        }
    }

    private boolean tryExtend(Slab first, int slabs, int more) {
        try {
            return pool.tryExtend(first, slabs, more);
        } catch (RuntimeException e) {
            checkOpen();
            throw new PoolStrategyException(strategy, "extension of " + first + " failed: " + e, e);
        }
    }

    /** Releases slabs that are part of no run any more. They are the caller's alone. */
    private void releaseBehind(Slab first, int slabs, int fewer) {
        Slab behind = first.superSlab().slab(first.slot() + slabs);
        empty(behind, fewer);
        release(behind, fewer);
    }

    /**
     * Releases what {@link #acquire} returned. Works on a closed pool too, for those who hold slabs still.
     *
     * @param first the first slab
     * @param word its word, read when the caller decided to release it: of several threads that release with one word, one
     *     succeeds
     * @return false if the slab was released before, or is no longer what the word says; nothing has changed then
     * @throws PoolStrategyException if the strategy fails; the slabs are lost to it, and to nobody else
     * @throws MemorySourceException if the strategy passes on that the memory source failed
     * @throws IllegalArgumentException if the slab is of another region; nothing has changed then
     */
    public boolean release(Slab first, long word) {
        if (first.superSlab().region() != region) {
            throw new IllegalArgumentException(first + " was not acquired from this pool");
        }
        int slabs = Slab.runLengthOf(word);
        if (slabs == 0 || !first.tryEmpty(word)) {
            return false;
        }
        if (slabs > 1) {
            empty(first.superSlab().slab(first.slot() + 1), slabs - 1);
        }
        release(first, slabs);
        return true;
    }

    private static void empty(Slab from, int slabs) {
        for (int slot = from.slot(); slot < from.slot() + slabs; slot++) {
            Slab slab = from.superSlab().slab(slot);
            slab.tryEmpty(slab.word());
        }
    }

    private void release(Slab first, int slabs) {
        try {
            pool.release(first, slabs);
        } catch (MemorySourceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PoolStrategyException(strategy, "release of " + first + " failed: " + e, e);
        }
    }

    /**
     * Decommits what holds no active slab.
     *
     * @param idleNanos spares what was in use within so many nanoseconds; 0 spares nothing
     * @return bytes given back to the system; 0 if the pool is closed
     * @throws PoolStrategyException if the strategy fails
     * @throws MemorySourceException if the memory source fails, and the strategy passes that on
     * @throws IllegalArgumentException if {@code idleNanos} is negative
     */
    public long trim(long idleNanos) {
        checkIdle(idleNanos);
        if (closed) {
            return 0;
        }
        try {
            return pool.trim(idleNanos);
        } catch (MemorySourceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PoolStrategyException(strategy, "trim failed: " + e, e);
        }
    }

    /**
     * Gives the memory of slabs that are not active back to the system, where their SuperSlab stays, if the strategy and the
     * memory source can.
     *
     * @param idleNanos spares what was in use within so many nanoseconds; 0 spares nothing
     * @return bytes discarded, which stay committed; 0 if the pool is closed
     * @throws PoolStrategyException if the strategy fails
     * @throws MemorySourceException if the memory source fails, and the strategy passes that on
     * @throws IllegalArgumentException if {@code idleNanos} is negative
     * @throws IllegalStateException if the pool is closed meanwhile
     */
    public long discard(long idleNanos) {
        checkIdle(idleNanos);
        if (closed || !region.discards()) {
            return 0;
        }
        try {
            return pool.discard(idleNanos);
        } catch (MemorySourceException e) {
            throw e;
        } catch (RuntimeException e) {
            checkOpen();
            throw new PoolStrategyException(strategy, "discard failed: " + e, e);
        }
    }

    private static void checkIdle(long idleNanos) {
        if (idleNanos < 0) {
            throw new IllegalArgumentException("idle time must not be negative, in nanoseconds: " + idleNanos);
        }
    }

    /**
     * The strategy's counters.
     *
     * @return the counters
     * @throws PoolStrategyException if the strategy fails, or has none
     */
    public PoolStats stats() {
        PoolStats stats;
        try {
            stats = pool.stats();
        } catch (RuntimeException e) {
            throw new PoolStrategyException(strategy, "stats failed: " + e, e);
        }
        if (stats == null) {
            throw new PoolStrategyException(strategy, "has no statistics", null);
        }
        return stats;
    }

    /**
     * Ends the pool; the region is closed by whoever reserved it. Closing twice does nothing.
     *
     * @throws PoolStrategyException if the strategy fails; the pool is closed all the same
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            pool.close();
        } catch (RuntimeException e) {
            throw new PoolStrategyException(strategy, "close failed: " + e, e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
    }

    private void checkPlace(Slab first, int slabs) {
        if (first == null) {
            throw new PoolStrategyException(strategy, "handed out no slab", null);
        }
        SuperSlab superSlab = first.superSlab();
        if (superSlab.region() != region || first.slot() + slabs > SuperSlab.SLABS) {
            throw new PoolStrategyException(
                    strategy, "handed out " + slabs + " slabs from " + first + ", which are not of this pool", null);
        }
    }

    /**
     * Activates what a strategy handed out, all or nothing. That the SuperSlab is committed is looked at last: a
     * {@link Region#decommit} that goes wrong at the same time takes the mark down first and looks at the slabs then, so one of
     * the two notices.
     *
     * @param run what the first of them is to say of the run it starts, or 0 if they continue one
     */
    private void activate(SuperSlab superSlab, int from, int slabs, int sizeClass, int run) {
        int done = 0;
        boolean all = false;
        try {
            while (done < slabs) {
                Slab slab = superSlab.slab(from + done);
                if (!slab.tryActivate(sizeClass, done == 0 ? run : 0)) {
                    throw new PoolStrategyException(strategy, "handed out " + slab + " twice", null);
                }
                done++;
            }
            if (!superSlab.isCommitted()) {
                throw new PoolStrategyException(
                        strategy, "handed out " + superSlab.slab(from) + ", which is not committed", null);
            }
            all = true;
        } finally {
            while (!all && done > 0) {
                done--;
                Slab slab = superSlab.slab(from + done);
                slab.tryEmpty(slab.word());
            }
        }
    }
}
