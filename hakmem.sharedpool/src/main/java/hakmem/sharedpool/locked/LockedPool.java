package hakmem.sharedpool.locked;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A list of SuperSlabs under one lock. It is searched from its beginning each time. Safe for use by several threads.
 */
final class LockedPool implements SharedPool {
    /*
     * The lock is not held while the region commits or decommits. A thread that finds a commit under way waits for it, giving
     * up the lock, rather than commit another SuperSlab: one commit at a time, so there is no herd. A failed commit wakes the
     * next, who tries for himself.
     *
     * Equation: holdings = commits - retired.
     */
    private final Region region;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition commitEnded = lock.newCondition();
    private final List<Holding> holdings = new ArrayList<>();
    private boolean committing;
    private boolean closed;
    private long emptySlabHits;
    private long unusedSlotHits;
    private long commits;
    private long retired;
    private int peak;

    LockedPool(Region region) {
        this.region = region;
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("the pool is closed");
                }
                Slab found = find(sizeClass, slabs);
                if (found != null) {
                    return found;
                }
                if (!committing) {
                    break;
                }
                commitEnded.awaitUninterruptibly();
            }
            committing = true;
        } finally {
            lock.unlock();
        }
        return commit(slabs);
    }

    private Slab commit(int slabs) throws MemoryRefusedException {
        SuperSlab superSlab = null;
        boolean published = false;
        try {
            superSlab = region.commit();
            Slab first = publish(superSlab, slabs);
            published = true;
            return first;
        } finally {
            endCommit();
            if (!published && superSlab != null) {
                region.decommit(superSlab);
            }
        }
    }

    private Slab publish(SuperSlab superSlab, int slabs) {
        lock.lock();
        try {
            Holding holding = new Holding(superSlab);
            holdings.add(holding);
            commits++;
            peak = Math.max(peak, holdings.size());
            return holding.takeRun(slabs, false);
        } finally {
            lock.unlock();
        }
    }

    private void endCommit() {
        lock.lock();
        try {
            committing = false;
            commitEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Slab find(int sizeClass, int slabs) {
        Slab found = slabs == 1 ? first(holding -> holding.takeEmpty(sizeClass)) : null;
        if (found != null) {
            emptySlabHits++;
            return found;
        }
        found = first(holding -> holding.takeRun(slabs, false));
        if (found != null) {
            unusedSlotHits++;
            return found;
        }
        found = first(holding -> holding.takeRun(slabs, true));
        if (found != null) {
            emptySlabHits++;
        }
        return found;
    }

    private Slab first(Function<Holding, Slab> taking) {
        for (Holding holding : holdings) {
            Slab found = holding.isFull() ? null : taking.apply(holding);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public void release(Slab first, int slabs) {
        lock.lock();
        try {
            for (Holding holding : holdings) {
                if (holding.superSlab() == first.superSlab()) {
                    holding.putBack(first.slot(), slabs);
                    return;
                }
            }
            throw new IllegalArgumentException(first + " is not of this pool");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long trim(long idleNanos) {
        long bytes = 0;
        for (SuperSlab superSlab = retireOne(idleNanos); superSlab != null; superSlab = retireOne(idleNanos)) {
            bytes += region.decommit(superSlab);
        }
        return bytes;
    }

    /** Takes a SuperSlab out of the list, to be decommitted without the lock; null if there is none to be. */
    private SuperSlab retireOne(long idleNanos) {
        long now = System.nanoTime();
        lock.lock();
        try {
            Iterator<Holding> each = holdings.iterator();
            while (!closed && each.hasNext()) {
                Holding holding = each.next();
                if (holding.isAllFree() && (idleNanos <= 0 || now - holding.idleSince() >= idleNanos)) {
                    each.remove();
                    retired++;
                    return holding.superSlab();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PoolStats stats() {
        lock.lock();
        try {
            return new PoolStats(
                    emptySlabHits, unusedSlotHits, commits, 0, retired, holdings.size(), peak, Integer.MAX_VALUE, 0);
        } finally {
            lock.unlock();
        }
    }

    /** Later acquisitions fail and trims do nothing; releases still work, for those who hold slabs. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
