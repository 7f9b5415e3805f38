package hakmem.bench.torture;

/**
 * What was found between two rounds, when no thread was at work and everything was checked. Immutable.
 *
 * @param round counted from 1
 * @param nanos time since the torture began
 * @param operations calls made so far
 * @param refused calls refused at the limit so far
 * @param hostile calls made so far that had to be refused and were
 * @param threads threads that have taken part so far
 * @param liveBlocks blocks live now
 * @param committedBytes committed now
 * @param peakCommittedBytes the most ever seen committed
 */
public record TortureRest(
        int round,
        long nanos,
        long operations,
        long refused,
        long hostile,
        long threads,
        long liveBlocks,
        long committedBytes,
        long peakCommittedBytes) {}
