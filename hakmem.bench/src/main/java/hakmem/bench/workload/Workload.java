package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.Optional;

/**
 * Something that is done with an allocator, and measured. A workload holds no state of a run: one object may run several times,
 * one after the other.
 */
public interface Workload {
    /**
     * What it is.
     *
     * @return its name, unit and traits
     */
    WorkloadInfo info();

    /**
     * What it is told if the user says nothing: sizes and counts of its description, the scale at which it takes about half a
     * second with a fast allocator.
     *
     * @param threads number of threads
     * @return the options; for a timed workload, the seconds are those of scale 1
     */
    WorkloadOptions defaults(int threads);

    /**
     * Whether an allocator cannot do what it takes.
     *
     * @param peer the allocator
     * @return why not, or empty if it can
     */
    default Optional<String> refuses(Peer peer) {
        return info().is(Trait.HANDS_OVER) && peer.ownerFrees()
                ? Optional.of(
                        "its blocks can only be freed by the thread that allocated them, and this workload hands them over")
                : Optional.empty();
    }

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
