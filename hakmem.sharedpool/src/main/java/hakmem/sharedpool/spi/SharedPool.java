package hakmem.sharedpool.spi;

import hakmem.api.PoolStats;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;

/**
 * A strategy at work: hands out slabs of the SuperSlabs it commits, and decommits those it no longer needs. Every method
 * may be called by any number of threads at once, {@link #close()} by one, at the end.
 *
 * <p><b>Who moves a slab's state.</b> The caller (always {@link hakmem.sharedpool.GuardedPool}) activates what
 * {@link #acquire} returns, and makes a slab empty before it calls {@link #release}. The strategy calls
 * {@link Slab#tryDiscard()} on an empty slab when it takes its slot back, before anybody else can be given it; it never
 * calls the other methods that change a slab. {@link hakmem.superslab.Region#decommit} discards what is left.
 */
public interface SharedPool extends AutoCloseable {
    /**
     * Hands out slabs that lie side by side in one SuperSlab and are not active. It should try an empty slab last used for the
     * size class first (its pages are warm), then unused ones of SuperSlabs at hand, then empty ones of other classes,
     * and commit a SuperSlab last. It must not hold a lock across {@link hakmem.superslab.Region#commit()}.
     *
     * @param sizeClass what the slabs are for, 0 to 65535, a hint
     * @param slabs how many, 1 to 32
     * @return the first of them; the caller's until released
     * @throws MemoryRefusedException if there is no memory; nothing has changed then
     */
    Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException;

    /**
     * Takes back what {@link #acquire} handed out. The slabs are empty by now.
     *
     * @param first the first slab, as handed out
     * @param slabs how many, as asked for
     */
    void release(Slab first, int slabs);

    /**
     * Whether what was handed out can change its length: {@link #tryExtend} works, and {@link #release} takes the last slabs
     * of a run, and later what is left of it, as if they had been handed out one by one.
     *
     * @return false unless a strategy says otherwise; a block then moves to change its size
     */
    default boolean splitsRuns() {
        return false;
    }

    /**
     * Hands out the slabs right behind those handed out, if all of them are there and not active, unused and empty ones
     * alike. It should not commit anything.
     *
     * @param first the first slab handed out
     * @param slabs how many there are from it on
     * @param more how many more are wanted; they lie in the same SuperSlab
     * @return whether they are the caller's now; if not, nothing has changed
     */
    default boolean tryExtend(Slab first, int slabs, int more) {
        return false;
    }

    /**
     * Decommits SuperSlabs without an active slab.
     *
     * @param idleNanos spares what was in use within so many nanoseconds; 0 spares nothing
     * @return bytes given back to the system
     */
    long trim(long idleNanos);

    /**
     * Has the region discard the memory of slabs that are not active, where their SuperSlab stays. Nobody may be handed out such
     * a slab while its memory is discarded. Called only if the source of the region's memory can do that. A strategy that does not know what was written since leaves it: nothing but
     * the resident memory of the process depends on it.
     *
     * @param idleNanos spares what was in use within so many nanoseconds; 0 spares nothing
     * @return bytes discarded; they stay committed
     */
    default long discard(long idleNanos) {
        return 0;
    }

    /**
     * Counts since the pool was made.
     *
     * @return the counters
     */
    PoolStats stats();

    /** Ends the pool. SuperSlabs that are left are given back with the region. */
    @Override
    void close();
}
