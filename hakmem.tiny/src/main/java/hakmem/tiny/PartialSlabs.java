package hakmem.tiny;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The slabs nobody owns that have free blocks, for each class a stack.
 *
 * <p>The stack is Treiber's ("Systems Programming: Coping with Parallelism", 1986). Every push has a node of its own, and
 * nodes are never used again, so that a head that is seen twice is the same stack: no ABA. The node is made before the
 * slab is PARTIAL, and for an abandoned slab by the owner that abandons it, so that a full Java heap cannot lose the slab.
 *
 * <p>A node is a hint. Whoever moves the slab's note from the node's to TAKEN has the slab; the thread that frees the last
 * block of a slab does that too, and leaves its node behind. Such nodes are skipped when they are popped. They cannot pile up:
 * a slab of a class is asked of the pool only when the stack of the class was found empty, so there are never more nodes than
 * slabs that had the class since.
 */
final class PartialSlabs {
    /** A place on a stack, for one push. */
    static final class Node {
        private final BlockSlab slab;
        private final long note;
        private Node next;

        /** For a slab and the note that says PARTIAL in its present generation. */
        Node(BlockSlab slab, long note) {
            this.slab = slab;
            this.note = note;
        }
    }

    private final AtomicReferenceArray<Node> heads = new AtomicReferenceArray<>(SizeClasses.COUNT);

    /** Publishes a slab. The compare-and-set releases what its last owner did to it; {@link #take} acquires that. */
    void push(int sizeClass, Node node) {
        Node head;
        do {
            head = heads.get(sizeClass);
            node.next = head;
        } while (!heads.compareAndSet(sizeClass, head, node));
    }

    /** Takes a slab, which is TAKEN, and the caller's alone, from now on; or null. */
    BlockSlab take(int sizeClass) {
        while (true) {
            Node head = heads.get(sizeClass);
            if (head == null) {
                return null;
            }
            if (heads.compareAndSet(sizeClass, head, head.next)
                    && head.slab.casNote(head.note, Note.with(head.note, Note.TAKEN))) {
                return head.slab;
            }
        }
    }
}
