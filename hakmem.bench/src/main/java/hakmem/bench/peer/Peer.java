package hakmem.bench.peer;

import java.util.Map;

/**
 * An allocator as workloads see it. Either its blocks are named by their addresses ({@link AddressPeer}) or by objects
 * ({@link ObjectPeer}). All methods may be called from any thread, with the exception {@link #ownerFrees()} makes.
 */
public sealed interface Peer extends AutoCloseable permits AddressPeer, ObjectPeer {
    /**
     * The alignment every block has.
     *
     * @return bytes, a power of two; 1 if nothing is promised
     */
    default long alignment() {
        return 16;
    }

    /**
     * Whether only the thread that allocated a block may free it. A workload then has a thread free its blocks before it
     * hands their places to another thread, which allocates as many anew.
     *
     * @return true for thread-confined blocks
     */
    default boolean ownerFrees() {
        return false;
    }

    /**
     * Makes a thread of the kind this allocator works best on.
     *
     * @param task what it runs
     * @return a platform thread, not started
     */
    default Thread newThread(Runnable task) {
        return Thread.ofPlatform().unstarted(task);
    }

    /**
     * Checks that no block is left, and tells what the allocator knows about itself. Called once, when every block is
     * freed and no other thread is at work.
     *
     * @return figures by name, such as {@code threadHeaps}; empty if it keeps no count
     * @throws PeerFaultException if blocks are left that should not be
     */
    default Map<String, Object> finish() {
        return Map.of();
    }

    /** Gives everything back. */
    @Override
    default void close() {}
}
