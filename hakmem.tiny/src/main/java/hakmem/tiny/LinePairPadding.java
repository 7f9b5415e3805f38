package hakmem.tiny;

/**
 * Keeps the fields of a subclass off the cache line of whatever lies before the object, and off the pair of lines that the
 * processor fetches together: a line that another core writes would be taken from it again and again.
 */
@SuppressWarnings("unused")
abstract class LinePairPadding {
    /** Fills the gap that some JVMs leave behind an object's header, and put a subclass's field in. */
    private int gap;

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
