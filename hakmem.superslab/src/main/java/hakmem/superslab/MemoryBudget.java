package hakmem.superslab;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts committed bytes against a limit. Bytes are reserved <em>before</em> memory is committed and released
 * <em>after</em> it is decommitted, so that what is committed never exceeds the limit, not for a moment. Safe for use by
 * several threads; lock-free.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong committed = new AtomicLong();

    /**
     * Makes a budget.
     *
     * @param limit the most bytes committed at any time; {@link Long#MAX_VALUE} for no limit
     * @throws IllegalArgumentException if the limit is not positive
     */
    public MemoryBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive, in bytes: " + limit);
        }
        this.limit = limit;
    }

    /**
     * Reserves bytes, all or none.
     *
     * @param byteSize bytes about to be committed, not negative
     * @return false if that would exceed the limit; nothing is reserved then
     * @throws IllegalArgumentException if {@code byteSize} is negative
     */
    public boolean tryReserve(long byteSize) {
        checkNotNegative(byteSize);
        long before;
        do {
            before = committed.get();
            if (byteSize > limit - before) {
                return false;
            }
        } while (!committed.compareAndSet(before, before + byteSize));
        return true;
    }

    /**
     * Gives reserved bytes back.
     *
     * @param byteSize bytes that are no longer committed
     * @throws IllegalArgumentException if {@code byteSize} is negative
     * @throws IllegalStateException if more is given back than was reserved; nothing has changed then
     */
    public void release(long byteSize) {
        checkNotNegative(byteSize);
        long before;
        do {
            // Not subtracted and then mended: a count too low for a moment would let others exceed the limit.
            before = committed.get();
            if (byteSize > before) {
                throw new IllegalStateException("released " + byteSize + " bytes of " + before + " committed");
            }
        } while (!committed.compareAndSet(before, before - byteSize));
    }

    /**
     * What is reserved now.
     *
     * @return bytes
     */
    public long committed() {
        return committed.get();
    }

    /**
     * The limit.
     *
     * @return bytes, {@link Long#MAX_VALUE} if there is none
     */
    public long limit() {
        return limit;
    }

    private static void checkNotNegative(long byteSize) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + byteSize);
        }
    }
}
