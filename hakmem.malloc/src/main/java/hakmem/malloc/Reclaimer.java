package hakmem.malloc;

import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.spi.MemoryRefusedException;
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

    /**
     * Held by whoever gives memory back here, and by who is about to refuse a request, while he tries for the last time: what
     * others have in their hands to give back, and what they look at on the way, must not be missed then. Blocks and slabs of
     * threads at work are another matter. No other lock is held by who takes it but that of a front, which is outside.
     */
    private final ReentrantLock giving = new ReentrantLock();

    /** What a front gives back first when memory has been unused for a while, or null. */
    private volatile Runnable beforeAging;

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
        giving.lock();
        try {
            allocator.checkOpen();
            arenaChunks.revoke(true);
            tiny.reclaim(true);
            long decommitted = large.trim(0) + pool.trim(0) + pool.region().decommitRetained();
            pool.discard(0);
            return decommitted;
        } finally {
            giving.unlock();
        }
    }

    /**
     * Makes room for a request that was refused, and tries it again while nobody else gives anything back. Memory is not
     * discarded: what stays committed is charged as before.
     *
     * @param everything also takes what threads keep for themselves
     * @return what the request returns
     * @throws MemoryRefusedException what the request throws
     */
    long relieve(boolean everything, Request request) throws MemoryRefusedException {
        giving.lock();
        try {
            arenaChunks.revoke(true);
            tiny.reclaim(everything);
            large.trim(0);
            pool.trim(0);
            return request.serve();
        } finally {
            giving.unlock();
        }
    }

    /** A request for memory. */
    interface Request {
        /** Tries once; the address. */
        long serve() throws MemoryRefusedException;
    }

    /** Gives back what was unused for so long; once closed, what is left to be given back. Called by the housekeeper. */
    void age(long idleNanos) {
        if (allocator.isClosed()) {
            arenaChunks.revoke(true);
            allocator.unmapIfVacant();
            return;
        }
        Runnable front = beforeAging;
        if (front != null) {
            front.run();
        }
        giving.lock();
        try {
            allocator.checkOpen();
            arenaChunks.revoke(false);
            tiny.reclaim(false);
            large.trim(idleNanos);
            pool.trim(idleNanos);
            pool.region().decommitRetained();
            pool.discard(idleNanos);
        } finally {
            giving.unlock();
        }
    }

    void beforeAging(Runnable action) {
        beforeAging = action;
    }

    /** Does something while nobody gives memory back here. */
    void whileNobodyGives(Runnable action) {
        giving.lock();
        try {
            action.run();
        } finally {
            giving.unlock();
        }
    }
}
