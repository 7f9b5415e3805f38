package hakmem.tck.broken;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The C pool with its three races mended, as small as can be: a table scanned without a lock, a word per entry that claims and
 * retirement contend on, an entry per commit. Subclasses undo one of the remedies each.
 */
class SoundPool implements SharedPool {
    static final long LIVE = 1L << 32;
    static final long ALL_UNUSED = LIVE | 0xffff_ffffL;
    private static final int ENTRIES = 1 << 16;

    /** Bits 0 to 31: unused slots; {@link #LIVE} unless retired. */
    static class Entry {
        final AtomicLong word;
        volatile SuperSlab superSlab;

        Entry(SuperSlab superSlab, long word) {
            this.superSlab = superSlab;
            this.word = new AtomicLong(word);
        }
    }

    final Region region;
    final Window window = new Window();
    private final Entry[] table = new Entry[ENTRIES];
    private volatile int count;
    private final Map<SuperSlab, Entry> owners = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder retired = new LongAdder();
    private volatile boolean closed;

    SoundPool(Region region) {
        this.region = region;
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Slab found = scan(slabs);
        if (found != null) {
            hits.increment();
        } else {
            SuperSlab superSlab = region.commit();
            publish(new Entry(superSlab, ALL_UNUSED & ~run(0, slabs)));
            commits.increment();
            found = superSlab.slab(0);
        }
        window.pass();
        return found;
    }

    /** Race 1 is here: entry first, count second. */
    synchronized void publish(Entry entry) {
        owners.put(entry.superSlab, entry);
        table[count] = entry;
        count = count + 1;
    }

    int count() {
        return count;
    }

    Entry entry(int index) {
        return table[index];
    }

    private Slab scan(int slabs) {
        for (int i = 0; i < count(); i++) {
            Slab found = claim(entry(i), slabs);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Race 2 is here: claim first, and only then look at the SuperSlab. */
    Slab claim(Entry entry, int slabs) {
        int first = claimSlots(entry, slabs);
        return first < 0 ? null : entry.superSlab.slab(first);
    }

    static int claimSlots(Entry entry, int slabs) {
        while (true) {
            long before = entry.word.get();
            int first = firstRun((int) before, slabs);
            if (first < 0 || entry.word.compareAndSet(before, before & ~run(first, slabs))) {
                return first;
            }
        }
    }

    @Override
    public void release(Slab first, int slabs) {
        for (int i = 0; i < slabs; i++) {
            first.superSlab().slab(first.slot() + i).tryDiscard();
        }
        putBack(owners.get(first.superSlab()), run(first.slot(), slabs));
        window.pass();
    }

    void putBack(Entry entry, long slots) {
        entry.word.accumulateAndGet(slots, (word, more) -> word | more);
    }

    @Override
    public long trim(long idleNanos) {
        long bytes = 0;
        for (int i = 0; i < count() && idleNanos < 1_000_000_000; i++) {
            Entry entry = entry(i);
            if (tryRetire(entry)) {
                SuperSlab superSlab = entry.superSlab;
                entry.superSlab = null;
                owners.remove(superSlab);
                retired.increment();
                bytes += region.decommit(superSlab);
            }
        }
        return bytes;
    }

    boolean tryRetire(Entry entry) {
        return entry.word.compareAndSet(ALL_UNUSED, 0);
    }

    @Override
    public PoolStats stats() {
        int entries = (int) (commits.sum() - retired.sum());
        return new PoolStats(0, hits.sum(), commits.sum(), 0, retired.sum(), entries, entries, ENTRIES, 0);
    }

    @Override
    public void close() {
        closed = true;
    }

    static long run(int first, int slabs) {
        return ((1L << slabs) - 1) << first;
    }

    private static int firstRun(int mask, int slabs) {
        for (int first = 0; first + slabs <= SuperSlab.SLABS; first++) {
            if ((mask & run(first, slabs)) == run(first, slabs)) {
                return first;
            }
        }
        return -1;
    }
}
