package hakmem.large;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers where blocks were freed last, so that a second free of an unmapped block can be told from a free of an
 * address that never was one. Safe for use by several threads.
 *
 * <p>An address that becomes live again need not be forgotten: the map of live blocks is asked first, and once that
 * later block is freed too, a free of its start is a second free again.
 */
final class FreedAddresses {
    /** How many are remembered; the oldest is forgotten first. */
    static final int CAPACITY = 1024;

    private final Map<Long, Long> sizes = new LinkedHashMap<>();

    /**
     * Remembers an address.
     *
     * @param address where the block started
     * @param byteSize its usable size in bytes
     */
    synchronized void remember(long address, long byteSize) {
        sizes.remove(address);
        // Before it is put there: the Java heap may be full at any step.
        if (sizes.size() == CAPACITY) {
            sizes.remove(sizes.keySet().iterator().next());
        }
        sizes.put(address, byteSize);
    }

    /**
     * Looks an address up.
     *
     * @param address any address
     * @return the usable size in bytes of the block last freed there, or 0 if none is remembered
     */
    synchronized long sizeOf(long address) {
        return sizes.getOrDefault(address, 0L);
    }

    synchronized int count() {
        return sizes.size();
    }
}
