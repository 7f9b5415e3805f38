package hakmem.bench.workload;

/**
 * Keeps the fields of a subclass off the cache lines of whatever lies before the object: what each thread of a workload writes all
 * the time must not share a line with what another one writes, its own or the allocator's, or figures are a matter of how the
 * collector laid the objects out. A subclass of that one keeps them off what lies behind, in the same way.
 */
@SuppressWarnings("unused")
abstract class OwnLines {
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
}
