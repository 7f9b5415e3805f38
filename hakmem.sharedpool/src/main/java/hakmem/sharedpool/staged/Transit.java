package hakmem.sharedpool.staged;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who moves slots says so here, and who finds none asks here whether that is why. Safe for use by several threads;
 * lock-free.
 */
final class Transit {
    /*
     * A slot on its way from one mask to the other, or back to the system with its SuperSlab, is in no mask; a search that
     * passes just then does not find it, though nobody has it.
     *
     *   who moves slots                              who may be refused
     *   1. underway + 1                              1. reads the epoch
     *   2. takes them out of a mask                  2. searches, and finds nothing
     *   3. puts them into the other, or gives        3. reads underway
     *      the memory back                           4. reads the epoch
     *   4. epoch + 1                                 5. epoch moved: searches again
     *   5. underway - 1                                 none under way: is refused
     *   6. wakes those who wait                         else waits for the epoch to move, and searches again
     *
     * All of them are volatile. A move that keeps slots from the search has not ended before the search began, and has begun
     * before it ended, hence before 3. If it has not come to its own 5 by then, it is seen under way. If it has, its 4 came
     * before that, and after the search began, for before 4 it put the slots where a later search finds them: so the epoch
     * has moved, and is seen to have moved. The order of 4 and 5, and that of 3 and 4, are what this hangs on: the other way
     * round a move could end unseen in between. TransitLincheckTest keeps both faults.
     *
     * The wait is for one move at most, whichever ends first: its end moves the epoch. A move is a few instructions, a
     * decommit or a discard.
     */
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong underway = new AtomicLong();
    private final Waiting waiting = new Waiting();

    /** Counts what brought slots or memory back; to be read before a search. */
    long epoch() {
        return epoch.get();
    }

    /** Says that slots are about to disappear from all masks. Must be followed by {@link #end}. */
    void begin() {
        underway.incrementAndGet();
    }

    /** Says that the slots are in a mask again, or their memory given back. */
    void end() {
        epoch.incrementAndGet();
        underway.decrementAndGet();
        waiting.wakeAll();
    }

    /** Whether a move is under way. If not, the epoch has to be looked at after this. */
    boolean isUnderway() {
        return underway.get() != 0;
    }

    /** Says that slots or memory have come otherwise than by a move. The caller wakes those who wait. */
    void arrived() {
        epoch.incrementAndGet();
    }

    /** Those who wait for an end, or for a commit. */
    Waiting waiting() {
        return waiting;
    }
}
