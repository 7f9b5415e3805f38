package hakmem.malloc.hardened;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of large blocks by their addresses. To find one, to put one in and to take one out makes no Java object, as a free
 * must not lose a block because the Java heap is full. Safe for use by several threads.
 */
final class LargeRecords {
    /** Chains through the records, from heads by the address's hash; twice as many when there are as many records. */
    private static final int LEAST_BITS = 6;

    private static final int MOST_BITS = 24;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private LargeRecord[] heads = new LargeRecord[1 << LEAST_BITS];
    private int size;

    /** The record of an address, or null. */
    synchronized LargeRecord get(long address) {
        LargeRecord record = heads[placeOf(address)];
        while (record != null && record.address() != address) {
            record = record.next();
        }
        return record;
    }

    /** Puts a record in, in place of another one of its address. */
    synchronized void put(LargeRecord record) {
        remove(get(record.address()));
        int place = placeOf(record.address());
        record.next(heads[place]);
        heads[place] = record;
        size++;
        if (size > heads.length && heads.length < 1 << MOST_BITS) {
            tryGrow();
        }
    }

    /** Takes a record out, if it is there still. */
    synchronized void remove(LargeRecord record) {
        if (record == null) {
            return;
        }
        int place = placeOf(record.address());
        LargeRecord before = null;
        for (LargeRecord at = heads[place]; at != null; at = at.next()) {
            if (at == record) {
                if (before == null) {
                    heads[place] = at.next();
                } else {
                    before.next(at.next());
                }
                size--;
                return;
            }
            before = at;
        }
    }

    synchronized int size() {
        return size;
    }

    /** All that are there at one moment. */
    synchronized List<LargeRecord> snapshot() {
        List<LargeRecord> all = new ArrayList<>(size);
        for (LargeRecord head : heads) {
            for (LargeRecord record = head; record != null; record = record.next()) {
                all.add(record);
            }
        }
        return all;
    }

    /** With no room for longer heads, chains grow. */
    private void tryGrow() {
        LargeRecord[] old = heads;
        try {
            heads = new LargeRecord[2 * old.length];
        } catch (OutOfMemoryError e) {
            return;
        }
        for (LargeRecord head : old) {
            LargeRecord record = head;
            while (record != null) {
                LargeRecord next = record.next();
                int place = placeOf(record.address());
                record.next(heads[place]);
                heads[place] = record;
                record = next;
            }
        }
    }

    private int placeOf(long address) {
        return (int) ((address * GOLDEN_RATIO) >>> (Long.numberOfLeadingZeros(heads.length) + 1));
    }
}
