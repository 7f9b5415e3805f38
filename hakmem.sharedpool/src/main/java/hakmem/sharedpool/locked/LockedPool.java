package hakmem.sharedpool.locked;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Initializers;
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
     * next, who tries for himself. A thread that is refused while SuperSlabs are being decommitted waits for one of them and
     * tries once more for each.
     *
     * Equation: holdings = commits - retired.
     */
    private final Region region;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Holding> holdings = new ArrayList<>();
    private boolean committing;
    private int decommitting;
    private long decommitted;
    private boolean closed;
    private long emptySlabHits;
    private long unusedSlotHits;
    private long convertedSlabHits;
    private long commits;
    private long retired;
    private int peak;

    LockedPool(Region region) {
        Initializers.run(Holding.Slot.class);
        this.region = region;
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        while (true) {
            long before;
            lock.lock();
            try {
                Slab found = findOrBegin(sizeClass, slabs);
                if (found != null) {
                    return found;
                }
                before = decommitted;
            } finally {
                lock.unlock();
            }
            try {
                return commit(slabs);
            } catch (MemoryRefusedException e) {
                if (!awaitDecommit(before)) {
                    throw e;
                }
            }
        }
    }

    /** Finds slabs; null if the caller must commit, which is announced then. */
    private Slab findOrBegin(int sizeClass, int slabs) {
        while (true) {
            if (closed) {
                throw new IllegalStateException("the pool is closed");
            }
            Slab found = find(sizeClass, slabs);
            if (found != null) {
                return found;
            }
            if (!committing) {
                committing = true;
                return null;
            }
            changed.awaitUninterruptibly();
        }
    }

    /** Whether a decommit has ended since there were so many, or ends now that was under way. */
    private boolean awaitDecommit(long before) {
        lock.lock();
        try {
            while (decommitted == before && decommitting > 0) {
                changed.awaitUninterruptibly();
            }
            return decommitted != before;
        } finally {
            lock.unlock();
        }
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
            changed.signalAll();
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
            convertedSlabHits++;
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
            holdingOf(first).putBack(first.slot(), slabs);
        } finally {
            lock.unlock();
        }
    }

    /** Without an iterator: with the Java heap full, a slab that is given back must not be lost. */
    private Holding holdingOf(Slab slab) {
        for (int i = 0; i < holdings.size(); i++) {
            Holding holding = holdings.get(i);
            if (holding.superSlab() == slab.superSlab()) {
                return holding;
            }
        }
        throw new IllegalArgumentException(slab + " is not of this pool");
    }

    @Override
    public boolean splitsRuns() {
        return true;
    }

    @Override
    public boolean tryExtend(Slab first, int slabs, int more) {
        lock.lock();
        try {
            return !closed && holdingOf(first).takeFrom(first.slot() + slabs, more);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long trim(long idleNanos) {
        long bytes = 0;
        RuntimeException failure = null;
        // No more than there are now: under load others may go on releasing for ever.
        for (int most = stats().entries(); most > 0; most--) {
            SuperSlab superSlab = retireOne(idleNanos);
            if (superSlab == null) {
                break;
            }
            try {
                bytes += region.decommit(superSlab);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            } finally {
                endDecommit();
            }
        }
        if (failure != null) {
            throw failure;
        }
        return bytes;
    }

    private void endDecommit() {
        lock.lock();
        try {
            decommitting--;
            decommitted++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
                    decommitting++;
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
                    emptySlabHits,
                    unusedSlotHits,
                    convertedSlabHits,
                    commits,
                    0,
                    retired,
                    holdings.size(),
                    peak,
                    Integer.MAX_VALUE,
                    0);
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
