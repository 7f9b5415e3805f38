package hakmem.tiny;

/**
 * What heaps are made as: with two cache lines of nothing behind the fields, as there are before them. The owner writes to its
 * heap with every malloc, and two heaps may lie side by side once the collector has moved them.
 */
@SuppressWarnings("unused")
final class PaddedThreadHeap extends ThreadHeap {
    /** Owns the slabs that have no owner. No thread ever does. */
    static final ThreadHeap NOBODY = new PaddedThreadHeap();

    private long q00;
    private long q01;
    private long q02;
    private long q03;
    private long q04;
    private long q05;
    private long q06;
    private long q07;
    private long q08;
    private long q09;
    private long q10;
    private long q11;
    private long q12;
    private long q13;
    private long q14;
    private long q15;

    /** For {@link #NOBODY}. */
    private PaddedThreadHeap() {}

    PaddedThreadHeap(SlabExchange exchange, Stripe stripe, Thread owner) {
        super(exchange, stripe, owner);
    }
}
