package hakmem.superslab;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The descriptors of a region by their index. It is made in pieces, each when a descriptor in it is first set: a region is
 * reserved for far more than most programs ever commit. Safe for use by several threads; lock-free.
 */
final class SuperSlabTable {
    /*
     * Neither a piece nor a descriptor is ever replaced, so a reader needs no more than two reads; both arrays have volatile
     * elements, and so a reader finds complete what it finds.
     */
    private static final int PIECE_SHIFT = 9;
    private static final int PIECE = 1 << PIECE_SHIFT;

    private final int length;
    private final AtomicReferenceArray<AtomicReferenceArray<SuperSlab>> pieces;

    /** Makes a table of so many places, with nothing in it. */
    SuperSlabTable(int length) {
        this.length = length;
        this.pieces = new AtomicReferenceArray<>((length + PIECE - 1) >>> PIECE_SHIFT);
    }

    int length() {
        return length;
    }

    /** The descriptor at an index, or null. */
    SuperSlab get(int index) {
        AtomicReferenceArray<SuperSlab> piece = pieces.get(index >>> PIECE_SHIFT);
        return piece == null ? null : piece.get(index & PIECE - 1);
    }

    /** Sets a descriptor, once; the index is the calling thread's. With the Java heap full nothing has changed. */
    void set(int index, SuperSlab superSlab) {
        int number = index >>> PIECE_SHIFT;
        AtomicReferenceArray<SuperSlab> piece = pieces.get(number);
        if (piece == null) {
            AtomicReferenceArray<SuperSlab> fresh = new AtomicReferenceArray<>(PIECE);
            AtomicReferenceArray<SuperSlab> witness = pieces.compareAndExchange(number, null, fresh);
            piece = witness == null ? fresh : witness;
        }
        piece.set(index & PIECE - 1, superSlab);
    }
}
