package hakmem.malloc.hardened;

/** How many stripes a structure is spread over, and which is the current thread's. */
final class Stripes {
    private static final int MOST = 16;

    /** A power of two, about twice the number of processors. */
    static final int COUNT =
            Math.min(MOST, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));

    private static final int MASK = COUNT - 1;

    private Stripes() {}

    static int current() {
        return (int) Thread.currentThread().threadId() & MASK;
    }
}
