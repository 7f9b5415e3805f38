package hakmem.sharedpool.staged;

/** Arithmetic on masks of the 32 slots of a SuperSlab: bit {@code i} stands for slot {@code i}. */
public final class SlotMask {
    /** Every slot. */
    public static final int ALL = -1;

    /** What {@link #firstRun} returns if there is none. */
    public static final int NONE = -1;

    private SlotMask() {}

    /**
     * Consecutive slots.
     *
     * @param first the first of them, 0 to 31
     * @param slots how many, 1 to 32; {@code first + slots} is at most 32
     * @return their mask
     */
    public static int run(int first, int slots) {
        return ALL >>> -slots << first;
    }

    /**
     * The lowest place where consecutive bits are set. Each step halves what is left to be compared: after it, bit {@code i}
     * says that as many bits as were compared so far are set from {@code i} on.
     *
     * @param mask any mask
     * @param slots how many bits, 1 to 32
     * @return the number of the first of them, or {@link #NONE}
     */
    public static int firstRun(int mask, int slots) {
        int starts = mask;
        int compared = 1;
        while (compared < slots && starts != 0) {
            int step = Math.min(compared, slots - compared);
            starts &= starts >>> step;
            compared += step;
        }
        return starts == 0 ? NONE : Integer.numberOfTrailingZeros(starts);
    }
}
