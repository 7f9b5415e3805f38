package hakmem.malloc.hardened;

import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Keeps freed blocks from reuse for a while. Bounded in bytes and in blocks, which are spread over a ring for each stripe of
 * threads and one for the large blocks of all. Safe for use by several threads; lock-free.
 */
final class Quarantine {
    /** The most blocks of all stripes. */
    static final int MAX_BLOCKS = 1 << 14;

    /** The most bytes of all stripes, and the most of large blocks; never more than an eighth of the limit each. */
    static final long MAX_BYTES = 16L << 20;

    /** The most large blocks. */
    static final int MAX_LARGE_BLOCKS = 64;

    private static final int LIMIT_SHARE = 8;

    private final DelayRing[] rings = new DelayRing[Stripes.COUNT];
    private final DelayRing large;
    private long arrivalsSeen;

    Quarantine(long limit, LongUnaryOperator byteSizeOf) {
        long bytes = Math.min(MAX_BYTES, limit / LIMIT_SHARE);
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new DelayRing(MAX_BLOCKS / rings.length, bytes / rings.length, byteSizeOf);
        }
        large = new DelayRing(MAX_LARGE_BLOCKS, bytes, byteSizeOf);
    }

    /**
     * Takes a block in.
     *
     * @param leaving is given those that have to leave for it
     * @return false if the block is larger than all there is room for; it was not taken in
     */
    boolean take(long address, boolean small, long byteSize, LongConsumer leaving) {
        DelayRing ring = small ? rings[Stripes.current()] : large;
        if (!ring.accepts(byteSize)) {
            return false;
        }
        long left = ring.put(address);
        if (left != 0) {
            leaving.accept(left);
        }
        while (ring.isFull()) {
            long oldest = ring.takeOldest();
            if (oldest == 0) {
                break;
            }
            leaving.accept(oldest);
        }
        return true;
    }

    void drain(LongConsumer leaving) {
        for (DelayRing ring : rings) {
            ring.drain(leaving);
        }
        large.drain(leaving);
    }

    /** Empties it if nothing has come since the last call. By one thread at a time. */
    void drainIfIdle(LongConsumer leaving) {
        long arrivals = large.arrivals();
        for (DelayRing ring : rings) {
            arrivals += ring.arrivals();
        }
        if (arrivals == arrivalsSeen) {
            drain(leaving);
        }
        arrivalsSeen = arrivals;
    }

    void forEach(LongConsumer action) {
        for (DelayRing ring : rings) {
            ring.forEach(action);
        }
        large.forEach(action);
    }
}
