package hakmem.bench.workload;

import hakmem.bench.peer.Peer;

/**
 * Something that is done with an allocator, and measured. A workload holds no state of a run: one object may run several times,
 * one after the other.
 */
public interface Workload {
    /**
     * The name users choose it by.
     *
     * @return a lower-case word
     */
    String name();

    /**
     * What its figure is counted in.
     *
     * @return such as {@code ops/s}
     */
    String unit();

    /**
     * Runs it once. At the end every block is freed and every thread it started has ended.
     *
     * @param peer the allocator
     * @param options what to run
     * @return what was found
     * @throws hakmem.bench.peer.PeerFaultException if the allocator did what it must not do
     * @throws InterruptedException if the calling thread was interrupted; threads may still be ending
     */
    Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException;
}
