package example.records;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Records of one size, cut from slabs. Safe for use by several threads, which take turns: a front end that is shared by many has
 * one of these for each, on one pool.
 *
 * <p>Which records are live is kept here, not in the records, so that a stray write cannot break the pool and a wrong
 * address is noticed.
 */
final class RecordPool implements AutoCloseable {
    /** What this front end tells the pool its slabs are for; another use of the same pool takes another number. */
    private static final int SIZE_CLASS = 1;

    private final GuardedPool pool;
    private final int recordSize;
    private final int recordsPerSlab;

    /** The slabs in use, by the index of the slab; and those of them that have room. */
    private final Map<Integer, Page> pages = new HashMap<>();

    private final Deque<Page> withRoom = new ArrayDeque<>();

    RecordPool(GuardedPool pool, int recordSize) {
        if (recordSize < 1 || recordSize > Slab.BYTES) {
            throw new IllegalArgumentException("records of " + recordSize + " bytes");
        }
        this.pool = pool;
        this.recordSize = recordSize;
        this.recordsPerSlab = Slab.BYTES / recordSize;
    }

    /** Takes a record, whose contents are undefined. */
    synchronized MemorySegment take() throws MemoryRefusedException {
        Page page = withRoom.peek();
        if (page == null) {
            Slab slab = pool.acquire(SIZE_CLASS, 1);
            page = new Page(slab, slab.word());
            pages.put(slab.index(), page);
            withRoom.push(page);
        }
        int number = page.live.nextClearBit(0);
        page.live.set(number);
        page.count++;
        if (page.count == recordsPerSlab) {
            withRoom.remove(page);
        }
        return page.slab.segment().asSlice((long) number * recordSize, recordSize);
    }

    /** Gives a record back. Its slab goes to the pool with its last record, for anyone to use. */
    synchronized void giveBack(MemorySegment record) {
        Slab slab = pool.region().slab(record.address());
        Page page = slab == null ? null : pages.get(slab.index());
        long offset = page == null ? 0 : record.address() - slab.address();
        int number = (int) (offset / recordSize);
        if (page == null || offset % recordSize != 0 || !page.live.get(number)) {
            throw new IllegalArgumentException("no live record at 0x%x".formatted(record.address()));
        }
        page.live.clear(number);
        if (page.count == recordsPerSlab) {
            withRoom.push(page);
        }
        page.count--;
        if (page.count == 0) {
            withRoom.remove(page);
            pages.remove(slab.index());
            pool.release(slab, page.word);
        }
    }

    synchronized int slabs() {
        return pages.size();
    }

    /** Gives back all slabs; records that are still out must not be used any more. */
    @Override
    public synchronized void close() {
        pages.values().forEach(page -> pool.release(page.slab, page.word));
        pages.clear();
        withRoom.clear();
    }

    /** A slab in use. The word, read when the slab was acquired, is the proof of ownership that a release needs. */
    private static final class Page {
        final Slab slab;
        final long word;
        final BitSet live = new BitSet();
        int count;

        Page(Slab slab, long word) {
            this.slab = slab;
            this.word = word;
        }
    }
}
