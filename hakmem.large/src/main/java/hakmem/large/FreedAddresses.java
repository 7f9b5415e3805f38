package hakmem.large;

/**
 * Remembers where blocks were freed last, so that a second free of an unmapped block can be told from a free of an
 * address that never was one. Makes no Java object after its first. Safe for use by several threads.
 *
 * <p>An address that becomes live again need not be forgotten: the map of live blocks is asked first, and once that
 * later block is freed too, a free of its start is a second free again.
 */
final class FreedAddresses {
    /*
     * Entries are numbered. Those in use are a list in the order of their last free, doubly linked by number; entry 0 is where
     * the list begins and ends. A chained hash table, of numbers too, finds an entry by its address (Knuth, The Art of Computer
     * Programming, vol. 3, 6.4). Once all entries are in use, the oldest is taken for the next address.
     *
     * Equation: count = entries in the list = entries in the chains.
     */
    /** How many are remembered; the oldest is forgotten first. */
    static final int CAPACITY = 1024;

    private static final int ENDS = 0;
    private static final int BUCKET_BITS = 10;
    private static final int PAGE_SHIFT = 12;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long[] addresses = new long[CAPACITY + 1];
    private final long[] sizes = new long[CAPACITY + 1];
    private final short[] older = new short[CAPACITY + 1];
    private final short[] newer = new short[CAPACITY + 1];

    /** The first entry of each chain, and the next one of each entry; {@link #ENDS} for none. */
    private final short[] buckets = new short[1 << BUCKET_BITS];

    private final short[] nextInBucket = new short[CAPACITY + 1];
    private int count;

    /**
     * Remembers an address.
     *
     * @param address where the block started
     * @param byteSize its usable size in bytes
     */
    synchronized void remember(long address, long byteSize) {
        int entry = find(address);
        if (entry != ENDS) {
            unlink(entry);
        } else {
            entry = count < CAPACITY ? ++count : forgetOldest();
            addresses[entry] = address;
            int bucket = bucketOf(address);
            nextInBucket[entry] = buckets[bucket];
            buckets[bucket] = (short) entry;
        }
        sizes[entry] = byteSize;
        linkAsNewest(entry);
    }

    /**
     * Looks an address up.
     *
     * @param address any address
     * @return the usable size in bytes of the block last freed there, or 0 if none is remembered
     */
    synchronized long sizeOf(long address) {
        int entry = find(address);
        return entry == ENDS ? 0 : sizes[entry];
    }

    synchronized int count() {
        return count;
    }

    private int find(long address) {
        int entry = buckets[bucketOf(address)];
        while (entry != ENDS && addresses[entry] != address) {
            entry = nextInBucket[entry];
        }
        return entry;
    }

    private int forgetOldest() {
        int oldest = newer[ENDS];
        unlink(oldest);
        int bucket = bucketOf(addresses[oldest]);
        if (buckets[bucket] == oldest) {
            buckets[bucket] = nextInBucket[oldest];
        } else {
            int before = buckets[bucket];
            while (nextInBucket[before] != oldest) {
                before = nextInBucket[before];
            }
            nextInBucket[before] = nextInBucket[oldest];
        }
        return oldest;
    }

    private void unlink(int entry) {
        newer[older[entry]] = newer[entry];
        older[newer[entry]] = older[entry];
    }

    private void linkAsNewest(int entry) {
        int newest = older[ENDS];
        older[entry] = (short) newest;
        newer[entry] = ENDS;
        newer[newest] = (short) entry;
        older[ENDS] = (short) entry;
    }

    private static int bucketOf(long address) {
        return (int) (((address >>> PAGE_SHIFT) * GOLDEN_RATIO) >>> (Long.SIZE - BUCKET_BITS));
    }
}
