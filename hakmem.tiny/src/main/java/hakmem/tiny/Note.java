package hakmem.tiny;

/**
 * The word by which the threads that free blocks of a slab and those that own it agree on who looks at it next.
 *
 * <pre>
 *   63                              3 2     0
 *  +---------------------------------+-------+
 *  |           generation            | state |
 *  +---------------------------------+-------+
 *
 *             activate                 remote free, then push on the owner's stack
 *   POOLED ------------> QUIET -----------------------------------------------> NOTIFIED
 *     ^ ^                | ^ ^                                                     |
 *     | |    release     | | +-----------------------------------------------------+
 *     | +----------------+ |        owner, once it has the slab off its stack
 *     |                  | |
 *     |          abandon | +--------------------------------+
 *     |                  v                                  | adopt
 *     |              ABANDONED ---------> PARTIAL -------> TAKEN
 *     |                       remote free,   ^     take     | |
 *     |                       then push on   +--------------+ |
 *     |                       the partial list   hand over    |
 *     +-------------------------------------------------------+
 *          release: a free found nothing live and nobody owning
 * </pre>
 *
 * <p>Who makes a transition: the owner those from QUIET and NOTIFIED, except from QUIET to NOTIFIED, which is made by the
 * thread that freed; any thread that freed from ABANDONED, to PARTIAL or, if nothing is live any more, or to take the slab over, to TAKEN; the
 * thread that popped the slab from the partial list, or that freed its last block, from PARTIAL to TAKEN; and who made it
 * TAKEN alone from there. An owner may also go from QUIET to PARTIAL at once, and push the slab on the partial list itself.
 *
 * <p>The generation counts activations, 61 bits of them: a thread that was held up with a word of an earlier one fails its
 * compare-and-set, for the count never comes round.
 */
final class Note {
    static final int QUIET = 0;
    static final int NOTIFIED = 1;
    static final int ABANDONED = 2;
    static final int PARTIAL = 3;
    static final int TAKEN = 4;
    static final int POOLED = 5;

    static final int STATE_MASK = 7;
    private static final long ONE_GENERATION = STATE_MASK + 1;

    /** The word of a slab that was never active. */
    static final long INITIAL = POOLED;

    private Note() {}

    static int stateOf(long note) {
        return (int) note & STATE_MASK;
    }

    /** Generation and nothing else; equal for two words of one activation. */
    static long generationOf(long note) {
        return note & ~STATE_MASK;
    }

    static long with(long note, int state) {
        return generationOf(note) | state;
    }

    static long nextGeneration(long note, int state) {
        return (generationOf(note) + ONE_GENERATION) | state;
    }
}
