package hakmem.tiny;

/**
 * Keeps the fields of two {@link BlockSlab}s off one cache line, however the collector lays the objects out: two threads
 * that allocate from neighbouring slabs would otherwise take the line from each other at every block.
 */
@SuppressWarnings("unused")
abstract class BlockSlabPadding {
    /** Bytes of a BlockSlab on the Java heap, with the padding. */
    static final long BYTES = 192;

    private long p00;
    private long p01;
    private long p02;
    private long p03;
    private long p04;
    private long p05;
    private long p06;
    private long p07;
}
