package hakmem.bench.workload;

/**
 * Random numbers that take about a nanosecond: a xorshift generator with a multiplication after it (S. Vigna, "An
 * experimental exploration of Marsaglia's xorshift generators, scrambled", 2016). For one thread.
 */
@SuppressWarnings("unused")
final class FastRandom extends FastRandomState {
    private static final long SCRAMBLE = 0x9e3779b97f4a7c15L;
    private static final long MULTIPLIER = 0x2545f4914f6cdd1dL;

    private long q00;
    private long q01;
    private long q02;
    private long q03;
    private long q04;
    private long q05;
    private long q06;
    private long q07;
    private long q08;
    private long q09;
    private long q10;
    private long q11;
    private long q12;
    private long q13;
    private long q14;
    private long q15;

    /**
     * Starts a sequence.
     *
     * @param seed any number
     */
    FastRandom(long seed) {
        long mixed = (seed + 1) * SCRAMBLE;
        mixed ^= mixed >>> 32;
        state = mixed == 0 ? SCRAMBLE : mixed; // 0 would stay 0
    }

    /** Starts the sequence of one thread of several, which differ. */
    static FastRandom of(long seed, int thread) {
        return new FastRandom(seed * 31 + thread + 1L);
    }

    private long next() {
        long drawn = state;
        drawn ^= drawn >>> 12;
        drawn ^= drawn << 25;
        drawn ^= drawn >>> 27;
        state = drawn;
        return drawn * MULTIPLIER;
    }

    /**
     * Draws a number below a bound, without a division: the upper half of a product is evenly spread.
     *
     * @param bound at least 1
     * @return 0 to {@code bound - 1}
     */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /**
     * Draws yes or no.
     *
     * @param percent how often yes, 0 to 100
     * @return yes
     */
    boolean chance(int percent) {
        return below(100) < percent;
    }

    /**
     * Draws a fraction.
     *
     * @return 0 to less than 1
     */
    double fraction() {
        return (next() >>> 11) * 0x1p-53;
    }
}
