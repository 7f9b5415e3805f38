package hakmem.bench.peer;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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
     * Whether its blocks are memory of their own that keeps what is written to it. If not, nothing can be verified.
     *
     * @return true but for the loop without an allocator
     */
    default boolean keepsContents() {
        return true;
    }

    /**
     * The allocator's own arenas, for one thread each.
     *
     * @return what opens one, or empty if it has none: a workload then frees the blocks of an arena one by one
     */
    default Optional<Supplier<Arena>> arenas() {
        return Optional.empty();
    }

    /**
     * How much memory it has committed now. May be called from any thread, while others are at work.
     *
     * @return bytes, or empty if it does not tell
     */
    default OptionalLong committedBytes() {
        return OptionalLong.empty();
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
