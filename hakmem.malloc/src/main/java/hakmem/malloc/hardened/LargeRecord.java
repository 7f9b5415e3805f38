package hakmem.malloc.hardened;

import java.util.concurrent.atomic.AtomicLong;

/** A block of a run or of a mapping, from its allocation until it is given back to the allocator beneath. */
final class LargeRecord {
    /** Set in place of the size by the thread that frees the block, or moves it. */
    private static final long HELD = -1;

    /** Bytes of the block beneath, with what the user is not given. */
    private final long usable;

    /** What the user asked for, or HELD. */
    private final AtomicLong byteSize;

    LargeRecord(long byteSize, long usable) {
        this.byteSize = new AtomicLong(byteSize);
        this.usable = usable;
    }

    long usable() {
        return usable;
    }

    /** What the user asked for, or a negative number if the block is held. */
    long byteSize() {
        return byteSize.get();
    }

    boolean isLive() {
        return byteSize.get() != HELD;
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
}
