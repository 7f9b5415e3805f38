package hakmem.bench.soak;

/**
 * What was found at a rest, when every slab was released and the pool trimmed. Immutable.
 *
 * @param number counted from 1
 * @param generations SuperSlabs retired so far
 * @param nanos time since the soak began
 * @param peakSuperSlabs the most SuperSlabs committed at one time, as the source counted them
 * @param peakEntries the most metadata entries in use at one time, as the strategy says
 * @param committedBytes what is committed now
 * @param heapBytes Java heap in use now, after a collection
 * @param acquired slabs and runs handed out so far
 * @param refused acquisitions refused at the limit so far
 */
public record SoakRest(
        int number,
        long generations,
        long nanos,
        int peakSuperSlabs,
        int peakEntries,
        long committedBytes,
        long heapBytes,
        long acquired,
        long refused) {}
