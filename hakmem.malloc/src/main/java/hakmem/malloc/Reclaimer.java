package hakmem.malloc;

import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.tiny.TinyAllocator;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back memory that nobody uses, from the top down: what one layer lets go of, the next can give back. Safe for use by
 * several threads.
 */
final class Reclaimer {
    private final ClosableAllocator allocator;
    private final ArenaChunks arenaChunks;
    private final TinyAllocator tiny;
    private final LargeBlocks large;
    private final GuardedPool pool;

    /** Held by the housekeeper while it gives memory back here. */
    private final ReentrantLock aging = new ReentrantLock();

    /** What a front gives back first when memory has been unused for a while. */
    private volatile Runnable beforeAging = () -> {};

    Reclaimer(
            ClosableAllocator allocator,
            ArenaChunks arenaChunks,
            TinyAllocator tiny,
            LargeBlocks large,
            GuardedPool pool) {
        this.allocator = allocator;
        this.arenaChunks = arenaChunks;
        this.tiny = tiny;
        this.large = large;
        this.pool = pool;
    }

    /** Gives back all that is free now; the bytes given back. */
    long trim() {
        allocator.checkOpen();
        arenaChunks.revoke(true);
        tiny.reclaim(true);
        return large.trim(0) + pool.trim(0) + pool.region().decommitRetained();
    }

    /**
     * Makes room for a request that was refused.
     *
     * @param everything also takes what threads keep for themselves
     */
    void relieve(boolean everything) {
        arenaChunks.revoke(true);
        tiny.reclaim(everything);
        large.trim(0);
        pool.trim(0);
    }

    /** Gives back what was unused for so long; once closed, what is left to be given back. Called by the housekeeper. */
    void age(long idleNanos) {
        if (allocator.isClosed()) {
            arenaChunks.revoke(true);
            allocator.unmapIfVacant();
            return;
        }
        aging.lock();
        try {
            allocator.checkOpen();
            beforeAging.run();
            arenaChunks.revoke(false);
            tiny.reclaim(false);
            large.trim(idleNanos);
            pool.trim(idleNanos);
            pool.region().decommitRetained();
        } finally {
            aging.unlock();
        }
    }

    void beforeAging(Runnable action) {
        beforeAging = action;
    }

    /** Does something while the housekeeper keeps away. */
    void whileNobodyAges(Runnable action) {
        aging.lock();
        try {
            action.run();
        } finally {
            aging.unlock();
        }
    }
}
