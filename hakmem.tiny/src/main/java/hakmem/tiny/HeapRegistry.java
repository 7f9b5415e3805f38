package hakmem.tiny;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Which thread has which heap. Safe for use by several threads.
 */
final class HeapRegistry {
    /*
     * A thread finds its heap in a table by its number, and knows it by the user it names: one load, one compare. Two
     * live threads whose numbers meet in one place of the table do not push each other out: the second finds its heap in a
     * map. The map is a hint as well: what goes wrong on the way, the Java heap being full, leaves it behind. Everything else (a thread's first block, a heap taken over, the end) is rare, and done under one lock.
     *
     * A heap whose owner has ended goes to a thread that needs one, whole, with all its slabs: that a thread is no longer
     * alive makes all it did visible (JLS 17.4.4). A thread that was started just before its predecessor ended has begun a
     * heap of its own by then; it trades that for the dead thread's larger one when it next needs a slab. Without that, the
     * blocks of each generation of threads would be freed as another's by the next.
     *
     * A heap's owner is a thread, or null for a heap that was left. The number of heaps is bounded; threads beyond share
     * stripes, so that ten thousand threads do not keep ten thousand sets of slabs. Virtual threads share stripes until they
     * are found to allocate all the time, and have half of the heaps at most, so that some are left for platform threads. One
     * whose place in the table a live thread has gets none: it does not look into the map, which costs those that share too
     * much, and would use its heap now and then only.
     */
    private static final int TABLE_SIZE = 1024;
    static final int TABLE_MASK = TABLE_SIZE - 1;

    /** In the places that no thread has: nobody's, and without a slab, so that the hot path has no null to test. */
    static final ThreadHeap NO_HEAP = new PaddedThreadHeap(null, null, null);

    private final SlabExchange exchange;
    private final int maxHeaps;
    private final ReentrantLock lock = new ReentrantLock();
    private final ThreadHeap[] table = new ThreadHeap[TABLE_SIZE];
    private final ConcurrentMap<Thread, ThreadHeap> heapByThread;

    /** Replaced whole when a heap is added, under the lock; read by anyone. */
    private volatile ThreadHeap[] heaps = {};

    private volatile boolean closed;
    private final AtomicLong adoptions = new AtomicLong();
    private int refusals;

    HeapRegistry(SlabExchange exchange, int maxHeaps) {
        this(exchange, maxHeaps, new ConcurrentHashMap<>());
    }

    HeapRegistry(SlabExchange exchange, int maxHeaps, ConcurrentMap<Thread, ThreadHeap> heapByThread) {
        this.exchange = exchange;
        this.maxHeaps = maxHeaps;
        this.heapByThread = heapByThread;
        Arrays.fill(table, NO_HEAP);
    }

    /** By the thread's number and {@link #TABLE_MASK}; to be believed only if the heap's user is that thread. */
    ThreadHeap[] table() {
        return table;
    }

    /**
     * The heap of a thread that did not find it in the table. Virtual threads may have half of the heaps.
     *
     * @return its heap, or null if it has to share
     */
    ThreadHeap find(Thread thread) {
        return find(thread, Integer.MAX_VALUE);
    }

    /**
     * The heap of a thread that frees. If it has none it may never allocate, and what a heap holds is no other thread's while its
     * owner lives: so it gets none that holds much. Should it allocate, it trades it for a larger one.
     *
     * @return its heap, or null if it has to do without
     */
    ThreadHeap findToFree(Thread thread) {
        return find(thread, AdoptedSlabs.MAX);
    }

    private ThreadHeap find(Thread thread, int mostSlabs) {
        ThreadHeap heap = ofThread(thread);
        if (heap != null) {
            useAgain(heap, thread);
            enter(heap, thread);
            return heap;
        }
        int bound = thread.isVirtual() ? maxHeaps / 2 : maxHeaps;
        // With all heaps taken, look only now and then whether an owner has ended. A lost count does not matter.
        if (heaps.length >= bound && (++refusals & 63) != 0) {
            return null;
        }
        lock.lock();
        try {
            checkOpen();
            if (thread.isVirtual() && !isFree(placeOf(thread))) {
                return null;
            }
            ThreadHeap largest = largestWithoutOwner(-1, mostSlabs);
            if (largest == null && heaps.length < bound) {
                largest = create();
            }
            if (largest != null) {
                adopt(largest, thread);
            }
            return largest;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a thread the heap of one that has ended, if that has more slabs than its own, which is left for others.
     *
     * @return the heap the thread has now
     */
    ThreadHeap trade(ThreadHeap mine, Thread thread) {
        if (largestWithoutOwner(mine.slabCount(), Integer.MAX_VALUE) == null) {
            return mine;
        }
        lock.lock();
        try {
            checkOpen();
            ThreadHeap larger = largestWithoutOwner(mine.slabCount(), Integer.MAX_VALUE);
            if (larger == null || !mine.isWhole()) {
                return mine;
            }
            adopt(larger, thread);
            mine.endUse();
            mine.leave();
            return larger;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does something with each heap whose owner has ended, as its owner; the heaps are left afterwards, and what is known of the
     * thread is forgotten.
     */
    void forEachWithoutOwner(Consumer<ThreadHeap> action) {
        Thread self = Thread.currentThread();
        for (ThreadHeap heap : heaps) {
            BlockSlab toRelease = null;
            lock.lock();
            try {
                Thread owner = heap.ownerAcquire();
                if (closed || !isWithoutOwner(owner) || (owner == null && heap.slabCount() == 0)) {
                    continue;
                }
                heap.tryAdopt(owner, self);
                try {
                    forget(owner, heap);
                    action.accept(heap);
                } finally {
                    toRelease = heap.takeToRelease();
                    heap.leave();
                }
            } finally {
                lock.unlock();
                exchange.releaseAll(toRelease);
            }
        }
    }

    /** The heap the current thread has, or null. */
    ThreadHeap ofThread(Thread thread) {
        ThreadHeap heap = heapByThread.get(thread);
        return heap != null && heap.owner() == thread ? heap : null;
    }

    /** Takes its heap from every thread, so that each finds out at its next call. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (ThreadHeap heap : heaps) {
                heap.evict();
            }
            heapByThread.clear();
            // The first allocator's table stays on the Java heap (FastPath).
            Arrays.fill(table, NO_HEAP);
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed");
        }
    }

    ThreadHeap[] heaps() {
        return heaps;
    }

    long adoptions() {
        return adoptions.get();
    }

    private ThreadHeap largestWithoutOwner(int moreThan, int atMost) {
        ThreadHeap largest = null;
        int most = moreThan;
        for (ThreadHeap heap : heaps) {
            if (isWithoutOwner(heap.ownerAcquire()) && heap.slabCount() > most && heap.slabCount() <= atMost) {
                largest = heap;
                most = heap.slabCount();
            }
        }
        return largest;
    }

    private static boolean isWithoutOwner(Thread owner) {
        return owner == null || !owner.isAlive();
    }

    // ---- Under the lock ----

    /** Makes a heap without an owner. */
    private ThreadHeap create() {
        ThreadHeap heap = new PaddedThreadHeap(exchange, null, null);
        ThreadHeap[] more = Arrays.copyOf(heaps, heaps.length + 1);
        more[heaps.length] = heap;
        heaps = more;
        return heap;
    }

    /** If it fails, the thread has the heap it had before, or none. */
    private void adopt(ThreadHeap heap, Thread thread) {
        Thread before = heap.ownerAcquire();
        ThreadHeap mine = ofThread(thread);
        boolean done = false;
        try {
            // The map may fail when it has let the heap in: it grows afterwards.
            heapByThread.put(thread, heap);
            done = heap.tryAdopt(before, thread);
        } finally {
            if (!done) {
                restore(thread, mine);
            }
        }
        if (!done) {
            throw new AssertionError("a heap changed its owner without the lock");
        }
        heap.use();
        enter(heap, thread);
        forget(before, heap);
        if (before != null) {
            adoptions.incrementAndGet();
        }
    }

    /** Should an error, the stack running out, have come between {@link OwnedHeap#tryAdopt} and {@link OwnedHeap#use}. */
    private void useAgain(ThreadHeap heap, Thread thread) {
        if (heap.user() != thread.threadId()) {
            lock.lock();
            try {
                checkOpen();
                if (heap.owner() == thread) {
                    heap.use();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Makes no Java object. */
    private void restore(Thread thread, ThreadHeap mine) {
        if (mine == null) {
            heapByThread.remove(thread);
        } else {
            heapByThread.replace(thread, mine);
        }
    }

    /** Puts a heap in the table, unless a live thread with a heap has the place. The table is a hint, so races do no harm. */
    private void enter(ThreadHeap heap, Thread thread) {
        int place = placeOf(thread);
        if (table[place].ownerAcquire() == thread || isFree(place)) {
            table[place] = heap;
        }
    }

    private static int placeOf(Thread thread) {
        return (int) thread.threadId() & TABLE_MASK;
    }

    /** Whether no live thread has its heap there. */
    private boolean isFree(int place) {
        return isWithoutOwner(table[place].ownerAcquire());
    }

    private void forget(Thread owner, ThreadHeap heap) {
        if (owner != null) {
            heapByThread.remove(owner, heap);
        }
    }
}
