package hakmem.tiny;

import hakmem.superslab.Slab;

/**
 * What slabs are made as: two cache lines of nothing behind the fields keep those of two slabs off one line, and off one
 * pair of lines that is fetched together, however the collector lays the objects out. Two threads that allocate from neighbouring slabs would otherwise take the line from each
 * other at every block.
 */
@SuppressWarnings("unused")
final class PaddedBlockSlab extends BlockSlab {
    /** Bytes on a Java heap with compressed references, with the padding. */
    static final long BYTES = 248;

    /** Stands for "no slab", so that the hot path has no null to test. Never has a block and never changes. */
    static final BlockSlab NONE = new PaddedBlockSlab(null, 0);

    private long p00;
    private long p01;
    private long p02;
    private long p03;
    private long p04;
    private long p05;
    private long p06;
    private long p07;
    private long p08;
    private long p09;
    private long p10;
    private long p11;
    private long p12;
    private long p13;
    private long p14;
    private long p15;

    PaddedBlockSlab(Slab slab, long base) {
        super(slab, base);
    }
}
