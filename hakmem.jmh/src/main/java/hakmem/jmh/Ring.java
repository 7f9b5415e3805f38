package hakmem.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Hands blocks from one producer to one consumer. A block is named by an address or by an object. */
final class Ring {
    /*
     * Each index is written by one thread, after it has used the place: the release makes the block visible to the consumer, and the
     * emptied place to the producer. They lie in objects of their own so that the two threads do not write to one cache line.
     */
    private static final int CAPACITY = 1024;
    private static final int SPACING = 16;
    private static final VarHandle INDEX = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] addresses = new long[CAPACITY];
    private final Object[] objects = new Object[CAPACITY];
    private final long[] tail = new long[2 * SPACING];
    private final long[] head = new long[2 * SPACING];

    boolean isFull() {
        return tail[SPACING] - (long) INDEX.getAcquire(head, SPACING) == CAPACITY;
    }

    boolean isEmpty() {
        return (long) INDEX.getAcquire(tail, SPACING) == head[SPACING];
    }

    /** Only if it is not full. */
    void produce(Peers peers, int size) {
        int place = (int) tail[SPACING] & CAPACITY - 1;
        if (peers.addresses != null) {
            addresses[place] = peers.addresses.malloc(size);
        } else {
            objects[place] = peers.objects.allocate(size);
        }
        INDEX.setRelease(tail, SPACING, tail[SPACING] + 1);
    }

    /** Only if it is not empty. */
    void consume(Peers peers) {
        int place = (int) head[SPACING] & CAPACITY - 1;
        if (peers.addresses != null) {
            peers.addresses.free(addresses[place]);
        } else {
            peers.objects.free(objects[place]);
        }
        INDEX.setRelease(head, SPACING, head[SPACING] + 1);
    }
}
