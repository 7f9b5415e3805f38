package hakmem.malloc.hardened;

/** The word that is kept for each small block. */
final class BlockState {
    /*
     *   31      18 17   16 15             0
     *  +----------+-------+----------------+
     *  |    0     | state |   byteSize     |
     *  +----------+-------+----------------+
     *
     *  byteSize  what the user asked for, 0 to 32768; 0 unless LIVE or HELD
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
     *  FREED     the allocator's beneath; contents are what they were when it was HELD
     */
    static final int UNKNOWN = 0;
    static final int LIVE = 1;
    static final int HELD = 2;
    static final int FREED = 3;

    private static final int STATE_SHIFT = 16;
    private static final int SIZE_MASK = (1 << STATE_SHIFT) - 1;

    private BlockState() {}

    static int of(int state, int byteSize) {
        return state << STATE_SHIFT | byteSize;
    }

    static int stateOf(int word) {
        return word >>> STATE_SHIFT;
    }

    static int byteSizeOf(int word) {
        return word & SIZE_MASK;
    }
}
