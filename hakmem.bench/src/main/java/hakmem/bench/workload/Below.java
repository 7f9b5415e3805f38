package hakmem.bench.workload;

/**
 * Draws random numbers below a bound that is known when the run starts. It gives what {@link TableRandom#next(int)} gives,
 * without a division, which would take as long as a fast allocator's whole work and hide the difference between two.
 *
 * <p>{@code r % b} is {@code r - r / b * b}, and {@code r / b} is {@code r * m >>> 40} with {@code m = floor(2^40 / b) + 1}:
 * {@code m} is at most 1 larger than {@code 2^40 / b}, so {@code r * m / 2^40} exceeds the true quotient by at most
 * {@code r / 2^40}. As r and b are below 2^20, that is less than {@code 1 / b}, and a quotient that is no integer lies at
 * least {@code 1 / b} below the next one: both round down to the same. Immutable.
 */
final class Below {
    private static final int SHIFT = 40;

    private final int bound;
    private final long multiplier;

    Below(int bound) {
        this.bound = bound;
        this.multiplier = (1L << SHIFT) / bound + 1;
    }

    int draw(TableRandom random) {
        if (bound > TableRandom.MODULUS) {
            return random.next(bound);
        }
        int number = random.next();
        return number - (int) ((number * multiplier) >>> SHIFT) * bound;
    }
}
