package hakmem.malloc.arena;

import hakmem.superslab.internal.Rescope;
import java.lang.foreign.Arena;

/**
 * Opens arenas. Where native access is not granted to {@code hakmem.superslab}, blocks of the allocator cannot be given an
 * arena's lifetime, and these are the JDK's arenas: slower, and not counted in the allocator's limit and statistics, but
 * with the same contract. Safe for use by several threads.
 */
@SuppressWarnings("MustBeClosedChecker") // the caller closes what is opened here
public final class Arenas {
    /**
     * Whether native access was granted when it was asked for last. Not asked for once and for all: an allocator over mapped memory
     * may be the first of a process, and the next one's source be granted it.
     */
    private static boolean granted;

    private Arenas() {}

    /**
     * Whether arenas take their memory from the allocator.
     *
     * @return false if they are the JDK's
     */
    public static boolean areOverChunks() {
        return granted || askAgain();
    }

    private static boolean askAgain() {
        boolean now = Rescope.isGranted();
        if (now) {
            granted = true; // and stays so, whoever asked first
        }
        return now;
    }

    /**
     * Opens an arena for the current thread.
     *
     * @param source where it takes its memory from
     * @return an arena with the contract of {@link Arena#ofConfined()}
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory for its first chunk
     */
    public static Arena confined(ChunkSource source) {
        return areOverChunks() ? ConfinedArena.open(source) : Arena.ofConfined();
    }

    /**
     * Opens an arena for all threads.
     *
     * @param source where it takes its memory from
     * @return an arena with the contract of {@link Arena#ofShared()}
     * @throws hakmem.api.OffHeapOutOfMemoryError if there is no memory for its first chunk
     */
    public static Arena shared(ChunkSource source) {
        return areOverChunks() ? new SharedArena(source) : Arena.ofShared();
    }
}
