package hakmem.bench.torture;

/** The kinds of threads that take part in a torture. */
public enum Kind {
    /** Platform threads that stay from the first round to the last and do everything. */
    STAYING,
    /** Platform threads one after the other, each for a few operations; their heaps go to whoever comes next. */
    SHORT_LIVED,
    /** Virtual threads, hundreds at once. */
    VIRTUAL,
    /** The threads of a pool that grows and shrinks while it is at work. */
    POOLED,
    /** A thread that frees what others allocated and never allocates. */
    FREEING,
    /** A thread that allocates much, hands all of it over, and then only waits. */
    IDLE,
    /** Threads that use an allocator of their own, which is closed under their hands. */
    CLOSING
}
