package hakmem.malloc.hardened;

import java.util.concurrent.atomic.AtomicLong;

/** A block of a run or of a mapping, from its allocation until it is given back to the allocator beneath. */
final class LargeRecord {
    /** Set in place of the size by the thread that frees the block, or moves it. */
    private static final long HELD = -1;

    /** As {@link BlockState#POSTPONED}. */
    private static final long POSTPONED = -2;

    /** As {@link BlockState#UNCHECKED}. */
    private static final long UNCHECKED = -3;

    private long address;

    /** Bytes of the block beneath, with what the user is not given. */
    private long usable;

    /** What the user asked for, or one of the states above. */
    private final AtomicLong byteSize = new AtomicLong(HELD);

    /** The next in the chain of {@link LargeRecords}, guarded by its lock. */
    private LargeRecord next;

    /** Says what it is the record of, before it can be found. The block is held until {@link #letGo}. */
    void begin(long ofAddress, long usableBytes) {
        address = ofAddress;
        usable = usableBytes;
    }

    long address() {
        return address;
    }

    long usable() {
        return usable;
    }

    /** What the user asked for, or a negative number if the block is held. */
    long byteSize() {
        return byteSize.get();
    }

    boolean isLive() {
        return byteSize.get() >= 0;
    }

    /** Of two threads that free the block, or resize it, one succeeds. */
    boolean tryResize(long from, long to) {
        return byteSize.compareAndSet(from, to);
    }

    boolean tryHold(long from) {
        return byteSize.compareAndSet(from, HELD);
    }

    /** Makes a held block live again. */
    void letGo(long to) {
        byteSize.set(to);
    }

    /** By who holds it. */
    void postpone(boolean poisoned) {
        byteSize.set(poisoned ? UNCHECKED : POSTPONED);
    }

    /** The {@link BlockState}. */
    int state() {
        long now = byteSize.get();
        if (now >= 0) {
            return BlockState.LIVE;
        }
        return now == POSTPONED ? BlockState.POSTPONED : now == UNCHECKED ? BlockState.UNCHECKED : BlockState.HELD;
    }

    /** Of two threads that go on with a block that waits, one succeeds. */
    boolean tryHoldAgain(int state) {
        return byteSize.compareAndSet(state == BlockState.UNCHECKED ? UNCHECKED : POSTPONED, HELD);
    }

    LargeRecord next() {
        return next;
    }

    void next(LargeRecord record) {
        next = record;
    }
}
