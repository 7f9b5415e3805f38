package hakmem.sharedpool.staged;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Stage 1: the empty slabs of each size class, the one released last on top. Safe for use by several threads; lock-free.
 */
final class EmptyStacks {
    /*
     * A stack per size class, after Treiber ("Systems Programming: Coping with Parallelism", IBM, 1986). Nodes are
     * immutable and fresh at each push, and the garbage collector frees a node only when nobody can compare with it any
     * more: the ABA problem cannot arise.
     *
     * A node is a hint. What decides is the bit in the entry's empty mask: whoever clears it owns the slab, and a node whose
     * bit is clear is stale and skipped. So stage 2b and trim take empty slabs without looking for their nodes, and an entry may
     * be recycled under a node: the node then means a slot of the entry's present SuperSlab, if that slot is empty.
     *
     * The bound on nodes, stale ones included. A push for a class needs a release of a slab of that class, which needs an
     * acquisition for it. Since the stack was last empty each acquisition for the class found it not empty, hence popped at
     * least one node. So the stack is no longer than the slabs of the class that were active when it was last empty, plus one
     * for each thread then on its way: no longer than the peak of active slabs, 24 bytes each. sweep() takes stale nodes out
     * after a retirement, when many have become so at once.
     *
     * Heads are a cache line apart, in chunks made on demand: size classes are the front end's, 0 to 65535, mostly few.
     */
    private static final int CHUNK_SHIFT = 6;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int STRIDE = 16;
    private static final int CLASSES = 1 << 16;

    private final AtomicReferenceArray<AtomicReferenceArray<Node>> chunks =
            new AtomicReferenceArray<>(CLASSES >>> CHUNK_SHIFT);

    private final StageCounters counters;

    /** A slot that was empty when the node was pushed. */
    record Node(Entry entry, int slot, Node next) {}

    /**
     * Makes stacks without a node.
     *
     * @param counters where the compare-and-sets that are lost are counted
     */
    EmptyStacks(StageCounters counters) {
        this.counters = counters;
    }

    /**
     * Remembers a slab whose bit is in the empty mask.
     *
     * @throws OutOfMemoryError if the Java heap is full; nothing has changed then
     */
    void push(int sizeClass, Entry entry, int slot) {
        AtomicReferenceArray<Node> chunk = chunkForPush(sizeClass);
        int head = headOf(sizeClass);
        while (true) {
            Node top = chunk.get(head);
            if (chunk.compareAndSet(head, top, new Node(entry, slot, top))) {
                return;
            }
            counters.failedClaims.increment();
        }
    }

    /** Takes the top node; null if there is none. */
    Node pop(int sizeClass) {
        AtomicReferenceArray<Node> chunk = chunks.get(sizeClass >>> CHUNK_SHIFT);
        if (chunk == null) {
            return null;
        }
        int head = headOf(sizeClass);
        while (true) {
            Node top = chunk.get(head);
            if (top == null || chunk.compareAndSet(head, top, top.next)) {
                return top;
            }
            counters.failedClaims.increment();
        }
    }

    /**
     * Takes the stale nodes out. A stack is detached while it is looked through; who comes meanwhile finds it empty and
     * goes on to the next stage, no worse off than if he had come after others.
     */
    void sweep() {
        for (int i = 0; i < chunks.length(); i++) {
            AtomicReferenceArray<Node> chunk = chunks.get(i);
            for (int head = 0; chunk != null && head < chunk.length(); head += STRIDE) {
                if (chunk.get(head) != null) {
                    sweep(i << CHUNK_SHIFT | head / STRIDE, chunk.getAndSet(head, null));
                }
            }
        }
    }

    private void sweep(int sizeClass, Node detached) {
        for (Node node = detached; node != null; node = node.next) {
            if ((node.entry.emptyMask() & 1 << node.slot) != 0) {
                push(sizeClass, node.entry, node.slot);
            }
        }
    }

    /** How many nodes there are, stale ones included; for tests. */
    int size(int sizeClass) {
        AtomicReferenceArray<Node> chunk = chunks.get(sizeClass >>> CHUNK_SHIFT);
        int size = 0;
        for (Node node = chunk == null ? null : chunk.get(headOf(sizeClass)); node != null; node = node.next) {
            size++;
        }
        return size;
    }

    private AtomicReferenceArray<Node> chunkForPush(int sizeClass) {
        int i = sizeClass >>> CHUNK_SHIFT;
        AtomicReferenceArray<Node> chunk = chunks.get(i);
        if (chunk == null) {
            AtomicReferenceArray<Node> fresh = new AtomicReferenceArray<>(CHUNK * STRIDE);
            AtomicReferenceArray<Node> witness = chunks.compareAndExchange(i, null, fresh);
            chunk = witness == null ? fresh : witness;
        }
        return chunk;
    }

    private static int headOf(int sizeClass) {
        return (sizeClass & CHUNK - 1) * STRIDE;
    }
}
