package hakmem.tiny;

/** A doubly-linked list of slabs through their own links; it belongs to the thread that has the heap. */
final class SlabList {
    private BlockSlab head;
    private BlockSlab tail;
    private int size;

    BlockSlab head() {
        return head;
    }

    BlockSlab tail() {
        return tail;
    }

    /** How many slabs of the pool they are made of. */
    int size() {
        return size;
    }

    void addFirst(BlockSlab slab) {
        slab.previous = null;
        slab.next = head;
        if (head == null) {
            tail = slab;
        } else {
            head.previous = slab;
        }
        head = slab;
        size += slab.slabs();
    }

    void remove(BlockSlab slab) {
        if (slab.previous == null) {
            head = slab.next;
        } else {
            slab.previous.next = slab.next;
        }
        if (slab.next == null) {
            tail = slab.previous;
        } else {
            slab.next.previous = slab.previous;
        }
        slab.previous = null;
        slab.next = null;
        size -= slab.slabs();
    }
}
