package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;

/**
 * Which slots of an entry may hold memory since their last use, and how long ago that was. For one thread at a time: who
 * discards.
 */
final class IdleSlots {
    /*
     * When a slot was released is not noted when it is, which would read the clock each time, but when the entry is looked at
     * next. So a slot is taken to be idle for less time than it is, never for more.
     *
     * A SuperSlab newly committed holds no memory. (One whose decommit has failed does: it serves the next commit, and goes back
     * with the next try, or when it was used.)
     */
    private int generation;

    /** Slots that were in use and whose memory was not discarded since. */
    private int dirty;

    /** When a dirty slot was first seen after its last use, by {@link System#nanoTime()}; made when there is one. */
    private long[] since;

    /**
     * Notes what was used since the last look, to be {@link #stamp stamped}.
     *
     * @param soiled the slots that were in use; taken before {@code word} was read, for they may be those of the generation
     *     before, which does no harm, while those of the next must not be forgotten
     * @param word the entry's claim word
     * @return whether any slot may hold memory
     */
    boolean look(int soiled, long word) {
        if (ClaimWord.generationOf(word) != generation) {
            generation = ClaimWord.generationOf(word);
            dirty = 0;
        }
        if (soiled != 0 && since == null) {
            since = new long[SuperSlab.SLABS]; // may fail: before a slot is dirty for which no time is known
        }
        dirty |= soiled;
        return dirty != 0;
    }

    /** Of these slots, those that may hold memory and have been idle for so long. */
    int idleFor(long idleNanos, int slots, long now) {
        int idle = 0;
        for (int rest = slots & dirty; rest != 0; rest &= rest - 1) {
            if (idleNanos <= 0 || now - since[Integer.numberOfTrailingZeros(rest)] >= idleNanos) {
                idle |= Integer.lowestOneBit(rest);
            }
        }
        return idle;
    }

    /** The slots hold no memory. */
    void clean(int slots) {
        dirty &= ~slots;
    }

    /** The slots are taken to have been in use now. */
    void stamp(int slots, long now) {
        for (int rest = slots; rest != 0; rest &= rest - 1) {
            since[Integer.numberOfTrailingZeros(rest)] = now;
        }
    }
}
