package hakmem.bench.soak;

import java.time.Duration;

/**
 * What a soak is told. Immutable.
 *
 * @param generations SuperSlabs to retire, at least as many as there are rests
 * @param threads threads at work, at least 2: every second one claims, the others retire
 * @param superSlabs the limit of committed memory, and the size of the region, in SuperSlabs
 * @param rests how often all threads come to rest and everything is checked
 * @param seed where the random numbers start
 * @param patience how long there may be no progress before the pool is taken to hang
 */
public record SoakOptions(long generations, int threads, int superSlabs, int rests, long seed, Duration patience) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which, and the range
     */
    public SoakOptions {
        require(rests >= 1 && rests <= 10_000, "rests must be 1 to 10000: " + rests);
        require(generations >= rests, "generations must be at least as many as rests: " + generations);
        require(threads >= 2 && threads <= 256, "threads must be 2 to 256: " + threads);
        require(
                superSlabs >= 2 * threads && superSlabs <= 1 << 14,
                "SuperSlabs must be at least twice as many as threads and at most 16384: " + superSlabs);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
