package hakmem.bench.workload;

/**
 * The cheap random numbers of Larson: a linear congruence modulo 714025, shuffled by a table of 97 of its values (C. Bays and
 * S. Durham, 1976): the last number drawn chooses the table's entry that is drawn next, and a fresh value takes its place.
 * For one thread.
 */
final class TableRandom {
    /** Numbers are drawn from 0 up to, but not including, this one. */
    static final int MODULUS = 714_025;

    private static final int MULTIPLIER = 1366;
    private static final int INCREMENT = 150_889;
    private static final int TABLE = 97;

    private final int[] table;
    private int state;
    private int last;

    /**
     * Starts a sequence.
     *
     * @param seed any number; those equal modulo 714025 start the same sequence
     */
    TableRandom(long seed) {
        table = new int[TABLE];
        state = (int) Math.floorMod(seed, (long) MODULUS);
        for (int i = 0; i < TABLE; i++) {
            table[i] = advance();
        }
        last = advance();
    }

    /** Goes on where another sequence is; from memory of the calling thread's own, away from other threads' cache lines. */
    TableRandom(TableRandom other) {
        table = other.table.clone();
        state = other.state;
        last = other.last;
    }

    /**
     * Draws a number.
     *
     * @return 0 to 714024
     */
    int next() {
        int index = last % TABLE;
        last = table[index];
        table[index] = advance();
        return last;
    }

    /**
     * Draws a number below a bound that may be larger than the modulus: two numbers make one then.
     *
     * @param bound 1 to 2^30
     * @return 0 to {@code bound - 1}
     */
    int next(int bound) {
        return bound <= MODULUS ? next() % bound : (int) (((long) next() * MODULUS + next()) % bound);
    }

    private int advance() {
        state = (state * MULTIPLIER + INCREMENT) % MODULUS;
        return state;
    }
}
