package hakmem.sharedpool.fixed;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.Entry;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntryTable;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A table of fixed size each of whose entries serves once. After as many commits as it has entries it is full for good.
 * Safe for use by several threads.
 */
final class FixedTable implements EntryTable {
    /*
     * What the C allocator was changed to when the three races were found:
     *
     *   publication   the entry is written, then the count is raised with release; readers acquire the count. With a plain count
     *                 a reader saw the new count before the entry.
     *   reclamation   the entry's SuperSlab is read with acquire and null is skipped; it becomes null, with release, before the
     *                 SuperSlab is freed. That alone leaves a reader who loaded the pointer just before; the C code closed that gap
     *                 with its mutex, here the claim word does: a claim fails once the entry is retired.
     *   growth        the array has its full size from the start and is never moved.
     *
     * Equation: count <= reserved <= entries.length; in use = count - retired.
     */
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(FixedTable.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Entry[] entries;
    private final System.Logger log;
    private int count;
    private int reserved;
    private int retired;
    private int peak;
    private long refusals;

    /**
     * Makes an empty table.
     *
     * @param maxEntries how many entries it has, for good
     * @param log where to say, once, that it is full
     */
    FixedTable(int maxEntries, System.Logger log) {
        this.entries = new Entry[maxEntries];
        this.log = log;
    }

    @Override
    public int published() {
        return (int) COUNT.getAcquire(this);
    }

    @Override
    public Entry entry(int index) {
        return entries[index];
    }

    @Override
    public int nextUnused(int from, int to) {
        for (int i = from; i < to; i++) {
            Entry entry = entries[i];
            if (entry.superSlab() != null && ClaimWord.unusedOf(entry.claimWord()) != 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int nextEmpty(int from, int to) {
        for (int i = from; i < to; i++) {
            Entry entry = entries[i];
            if (entry.superSlab() != null && entry.emptyMask() != 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void reserve() throws MemoryRefusedException {
        boolean first;
        lock.lock();
        try {
            if (reserved < entries.length) {
                reserved++;
                return;
            }
            first = refusals++ == 0;
        } finally {
            lock.unlock();
        }
        String message = "the pool strategy \"fixed\" has used all its " + entries.length
                + " metadata entries; to raise the limit set the system property "
                + FixedPoolProvider.ENTRIES_PROPERTY;
        if (first) {
            log.log(System.Logger.Level.WARNING, "SP_META_CAPACITY_ERROR: " + message + "; said once per pool");
        }
        throw new MemoryRefusedException(Reason.METADATA_FULL, message);
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            reserved--;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void publish(SuperSlab superSlab, int owned, EntryOwners owners) {
        lock.lock();
        try {
            int index = count;
            Entry entry = new Entry(index);
            owners.put(superSlab, entry);
            entry.revive(superSlab, owned, ClaimWord.GENERATION_BITS);
            entries[index] = entry;
            COUNT.setRelease(this, index + 1);
            peak = Math.max(peak, count - retired);
        } finally {
            lock.unlock();
        }
    }

    /** The entry has served; only its number is kept. */
    @Override
    public void recycle(Entry entry) {
        lock.lock();
        try {
            retired++;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int entries() {
        lock.lock();
        try {
            return count - retired;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int peakEntries() {
        lock.lock();
        try {
            return peak;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int maxEntries() {
        return entries.length;
    }

    @Override
    public long capacityRefusals() {
        lock.lock();
        try {
            return refusals;
        } finally {
            lock.unlock();
        }
    }
}
