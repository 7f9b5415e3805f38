package hakmem.sharedpool.recycling;

import hakmem.sharedpool.staged.Entry;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntryTable;
import hakmem.superslab.Initializers;
import hakmem.superslab.SuperSlab;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/** A table without a bound of its own, in which nothing moves and entries are used again. Safe for use by several threads. */
final class RecyclingTable implements EntryTable {
    /*
     * The spine is as long as the region has SuperSlabs for, at one reference per 64 of them, and is made once; groups are
     * made when they are first needed. So nothing is ever copied or moved (race 3), and there is no bound but memory.
     *
     * An entry is put into its group, complete though not live, and then announced by the release of the count; a reader
     * acquires the count and finds whatever is below it in place (race 1). Were the count written first, or plainly, a
     * reader could find null there. The broken pool CountFirstPool of the contract's tests does just that.
     *
     * A retired entry goes to the list of free ones and is revived by the next commit in its next generation; the table grows
     * only when that list is empty. Equation: published = in use + free, so published is the peak of entries in use.
     */
    private static final VarHandle PUBLISHED;

    static {
        try {
            PUBLISHED = MethodHandles.lookup().findVarHandle(RecyclingTable.class, "published", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final EntryGroup[] groups;
    private final int generationBits;
    private int published;
    private Entry free;
    private int inUse;

    /**
     * Makes an empty table.
     *
     * @param superSlabs the most SuperSlabs there can be at one time
     * @param generationBits how wide the entries' generations are
     */
    RecyclingTable(int superSlabs, int generationBits) {
        Initializers.run(HintBits.class);
        this.groups = new EntryGroup[(superSlabs + EntryGroup.SIZE - 1) / EntryGroup.SIZE];
        this.generationBits = generationBits;
    }

    @Override
    public int published() {
        return (int) PUBLISHED.getAcquire(this);
    }

    @Override
    public Entry entry(int index) {
        return groupOf(index).entry(index & EntryGroup.SIZE - 1);
    }

    private EntryGroup groupOf(int index) {
        return groups[index >>> EntryGroup.SHIFT];
    }

    @Override
    public int nextUnused(int from, int to) {
        for (int i = from; i < to; ) {
            int place = groupOf(i).unused().next(i & EntryGroup.SIZE - 1);
            i = (i & -EntryGroup.SIZE) + place;
            if (place < EntryGroup.SIZE) {
                return i < to ? i : -1;
            }
        }
        return -1;
    }

    @Override
    public int nextEmpty(int from, int to) {
        for (int i = from; i < to; ) {
            int place = groupOf(i).empty().next(i & EntryGroup.SIZE - 1);
            i = (i & -EntryGroup.SIZE) + place;
            if (place < EntryGroup.SIZE) {
                return i < to ? i : -1;
            }
        }
        return -1;
    }

    @Override
    public void unusedChanged(Entry entry) {
        groupOf(entry.index()).unusedChanged(entry.index() & EntryGroup.SIZE - 1);
    }

    @Override
    public void emptyChanged(Entry entry) {
        groupOf(entry.index()).emptyChanged(entry.index() & EntryGroup.SIZE - 1);
    }

    /** There is always room: the spine has a place for every SuperSlab the region can commit. */
    @Override
    public void reserve() {}

    @Override
    public void cancel() {}

    @Override
    public void publish(SuperSlab superSlab, int owned, EntryOwners owners) {
        Entry entry = take();
        owners.put(superSlab, entry);
        entry.revive(superSlab, owned, generationBits);
        unusedChanged(entry);
    }

    private Entry take() {
        lock.lock();
        try {
            Entry entry = free;
            if (entry != null) {
                free = entry.nextFree();
                entry.setNextFree(null);
            } else {
                entry = append();
            }
            inUse++;
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private Entry append() {
        int index = published;
        Entry entry = new Entry(index);
        EntryGroup group = groupOf(index);
        if (group == null) {
            group = new EntryGroup();
            groups[index >>> EntryGroup.SHIFT] = group;
        }
        group.put(index & EntryGroup.SIZE - 1, entry);
        PUBLISHED.setRelease(this, index + 1);
        return entry;
    }

    @Override
    public void recycle(Entry entry) {
        lock.lock();
        try {
            entry.setNextFree(free);
            free = entry;
            inUse--;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int entries() {
        lock.lock();
        try {
            return inUse;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int peakEntries() {
        return published();
    }

    @Override
    public int maxEntries() {
        return Integer.MAX_VALUE;
    }

    @Override
    public long capacityRefusals() {
        return 0;
    }
}
