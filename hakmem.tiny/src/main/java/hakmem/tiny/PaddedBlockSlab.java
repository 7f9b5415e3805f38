package hakmem.tiny;

import hakmem.superslab.Slab;

/**
 * What slabs are made as: a cache line of nothing behind the fields keeps those of two slabs off one line, however the
 * collector lays the objects out. Two threads that allocate from neighbouring slabs would otherwise take the line from each
 * other at every block.
 */
@SuppressWarnings("unused")
final class PaddedBlockSlab extends BlockSlab {
    /** Bytes on a Java heap with compressed references, with the padding. */
    static final long BYTES = 176;

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

    PaddedBlockSlab(Slab slab, long base) {
        super(slab, base);
    }
}
