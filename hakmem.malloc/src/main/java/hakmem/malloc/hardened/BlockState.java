package hakmem.malloc.hardened;

/** The word that is kept for each small block. */
final class BlockState {
    /*
     *   31      18 17   16 15             0
     *  +----------+-------+----------------+
     *  |    0     | state |   byteSize     |
     *  +----------+-------+----------------+
     *
     *  byteSize  what the user asked for, 0 to 32768; 0 unless LIVE, or HELD and the two like it
     *
     *                handed out                    freed by its user
     *     UNKNOWN --------------> LIVE ------------------------------------> HELD
     *                              ^                                          |
     *                              |  handed out             given back to    |
     *                              +-------------- FREED <--------------------+
     *                                                      the allocator beneath
     *
     *  UNKNOWN   not seen since its slab got its size class, or its SuperSlab its memory: contents may be anything
     *  LIVE      a user's
     *  HELD      in the quarantine, or on the way through free(): contents are poison, if that is chosen
     *  POSTPONED as HELD, and in nobody's hands: there was no room on the Java heap to go on with it. It becomes HELD again
     *            with the next try; contents may be anything
     *  UNCHECKED as POSTPONED, but contents are poison already, if that is chosen, and were not looked at since
     *  FREED     the allocator's beneath; contents are what they were when it was HELD
     */
    static final int UNKNOWN = 0;
    static final int LIVE = 1;
    static final int HELD = 2;
    static final int FREED = 3;
    static final int POSTPONED = 4;
    static final int UNCHECKED = 5;

    private static final int STATE_SHIFT = 16;
    private static final int SIZE_MASK = (1 << STATE_SHIFT) - 1;

    private BlockState() {}

    static int of(int state, int byteSize) {
        return state << STATE_SHIFT | byteSize;
    }

    static int stateOf(int word) {
        return word >>> STATE_SHIFT;
    }

    /** Whether a block in this state was freed by its user, and is not free beneath. */
    static boolean isHeld(int state) {
        return state == HELD || isWaiting(state);
    }

    /** Whether a block in this state waits for Java heap. */
    static boolean isWaiting(int state) {
        return state == POSTPONED || state == UNCHECKED;
    }

    static int byteSizeOf(int word) {
        return word & SIZE_MASK;
    }
}
