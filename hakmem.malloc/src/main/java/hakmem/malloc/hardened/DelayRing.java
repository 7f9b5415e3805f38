package hakmem.malloc.hardened;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Addresses that leave in the order in which they came, when there are too many of them. Safe for use by several threads;
 * lock-free.
 */
final class DelayRing {
    /*
     *    tail: leaves next          head: comes next
     *      v                          v
     *   |  a  |  b  |  c  |  0  |  d  |     |     |     |    slots, used round and round
     *                        ^
     *                        taken out of turn, or not stored yet
     *
     * Every address goes in and out by an atomic swap of its slot, so that each is taken by exactly one thread; head and tail
     * only say where to look. A thread that has moved head but not stored its address yet is passed by: the address is found
     * by whoever comes round to the slot. So the order is that of the frees but for threads that are held up, and the bound
     * in blocks is the number of slots, whatever happens.
     */
    private final AtomicLongArray slots;
    private final int mask;
    private final long maxBytes;
    private final LongUnaryOperator byteSizeOf;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Makes an empty ring.
     *
     * @param maxBlocks the most addresses, a power of two
     * @param maxBytes bytes from which on {@link #isFull}
     * @param byteSizeOf the size of an address's block, the same at every call as long as it is in here
     */
    DelayRing(int maxBlocks, long maxBytes, LongUnaryOperator byteSizeOf) {
        this.slots = new AtomicLongArray(maxBlocks);
        this.mask = maxBlocks - 1;
        this.maxBytes = maxBytes;
        this.byteSizeOf = byteSizeOf;
    }

    /** Whether a block may go in at all. */
    boolean accepts(long byteSize) {
        return byteSize <= maxBytes;
    }

    /** Puts an address in; returns the one that had to leave for it, or 0. */
    long put(long address) {
        bytes.addAndGet(byteSizeOf.applyAsLong(address));
        return left(slots.getAndSet((int) head.getAndIncrement() & mask, address));
    }

    boolean isFull() {
        return bytes.get() > maxBytes;
    }

    /** Takes the oldest address out, or 0. */
    long takeOldest() {
        while (true) {
            long next = tail.get();
            long end = head.get();
            if (next >= end) {
                return 0;
            }
            // What is more than a round behind has been overwritten.
            long oldest = Math.max(next, end - slots.length());
            if (tail.compareAndSet(next, oldest + 1)) {
                long address = left(slots.getAndSet((int) oldest & mask, 0));
                if (address != 0) {
                    return address;
                }
            }
        }
    }

    /** Takes everything out. */
    void drain(LongConsumer action) {
        long end = head.get();
        for (int i = 0; i < slots.length(); i++) {
            // From the oldest on.
            long address = left(slots.getAndSet((int) (end + i) & mask, 0));
            if (address != 0) {
                action.accept(address);
            }
        }
    }

    /** How many addresses have ever come. */
    long arrivals() {
        return head.get();
    }

    /** Looks at every address. */
    void forEach(LongConsumer action) {
        for (int i = 0; i < slots.length(); i++) {
            long address = slots.get(i);
            if (address != 0) {
                action.accept(address);
            }
        }
    }

    /** Bytes in here. */
    long bytes() {
        return bytes.get();
    }

    private long left(long address) {
        if (address != 0) {
            bytes.addAndGet(-byteSizeOf.applyAsLong(address));
        }
        return address;
    }
}
