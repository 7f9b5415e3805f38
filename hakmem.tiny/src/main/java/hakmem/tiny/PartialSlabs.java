package hakmem.tiny;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The slabs nobody owns that have free blocks, for each class a stack. A slab is on it exactly while its note says PARTIAL,
 * so at most once.
 *
 * <p>The stack is Treiber's ("Systems Programming: Coping with Parallelism", 1986). Every push has a node of its own, and
 * nodes are never used again, so that a head that is seen twice is the same stack: no ABA. The node is made by the caller,
 * before the slab is PARTIAL, so that a full Java heap cannot lose the slab.
 */
final class PartialSlabs {
    /** A place on a stack, for one push. */
    static final class Node {
        private final BlockSlab slab;
        private Node next;

        Node(BlockSlab slab) {
            this.slab = slab;
        }
    }

    private final AtomicReferenceArray<Node> heads = new AtomicReferenceArray<>(SizeClasses.COUNT);

    /** Publishes a slab. The compare-and-set releases what its last owner did to it; {@link #pop} acquires that. */
    void push(Node node) {
        int sizeClass = node.slab.sizeClass();
        Node head;
        do {
            head = heads.get(sizeClass);
            node.next = head;
        } while (!heads.compareAndSet(sizeClass, head, node));
    }

    /** Takes a slab, which is the caller's alone from now on, or null. */
    BlockSlab pop(int sizeClass) {
        Node head;
        do {
            head = heads.get(sizeClass);
            if (head == null) {
                return null;
            }
        } while (!heads.compareAndSet(sizeClass, head, head.next));
        return head.slab;
    }
}
