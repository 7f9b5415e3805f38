package hakmem.bench.torture;

import java.time.Duration;
import java.util.Set;

/**
 * What a torture is told. Immutable.
 *
 * @param duration how long to go on; at least one round is played to its end
 * @param seed where the random numbers start
 * @param threads threads that stay, at least 1; other kinds of threads come on top
 * @param kinds which kinds of threads take part
 * @param limit the limit of the allocator, bytes; the torture checks that it is kept
 * @param liveBytes how much is asked for at any time, bytes
 * @param operations how many operations each thread that stays does in a round; the others do as many in proportion
 * @param patience how long no operation may end before the allocator is taken to hang
 */
public record TortureOptions(
        Duration duration,
        long seed,
        int threads,
        Set<Kind> kinds,
        long limit,
        long liveBytes,
        int operations,
        Duration patience) {
    /** The smallest limit that leaves room for what every kind of thread does. */
    public static final long SMALLEST_LIMIT = 16L << 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which, and the range
     */
    public TortureOptions {
        require(!duration.isNegative(), "the duration must not be negative: " + duration);
        require(threads >= 1 && threads <= 256, "threads must be 1 to 256: " + threads);
        require(!kinds.isEmpty(), "some kind of thread must take part");
        require(limit >= SMALLEST_LIMIT, "the limit must be 16 MiB or more: " + limit);
        require(liveBytes >= 1 << 20 && liveBytes <= limit, "live bytes must be 1 MiB to the limit: " + liveBytes);
        require(
                operations >= 100 && operations <= 100_000_000,
                "operations must be 100 to 100000000 a round: " + operations);
        kinds = Set.copyOf(kinds);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
