package hakmem.api.spi;

import hakmem.api.Hardening;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asked of an allocator. Immutable.
 *
 * @param pool the name of the pool strategy, or empty for the default ({@code recycling})
 * @param memorySource the name of the memory source, or empty for the default: {@code posix} where it works, otherwise
 *     {@code mapped}
 * @param limit the most bytes committed at any time; {@link Long#MAX_VALUE} for no limit
 * @param hardening the protections that the allocator trades speed for
 * @param processWide whether this is the allocator of the process, which cannot be closed
 */
public record AllocatorOptions(
        Optional<String> pool,
        Optional<String> memorySource,
        long limit,
        Set<Hardening> hardening,
        boolean processWide) {
    /**
     * Checks the limit and copies the set.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public AllocatorOptions {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive, in bytes: " + limit);
        }
        hardening = Set.copyOf(hardening);
    }

    /**
     * Options with all protections or none.
     *
     * @param pool the name of the pool strategy, or empty
     * @param memorySource the name of the memory source, or empty
     * @param limit the most bytes committed at any time
     * @param hardened whether to have every {@link Hardening}
     * @param processWide whether this is the allocator of the process
     */
    public AllocatorOptions(
            Optional<String> pool, Optional<String> memorySource, long limit, boolean hardened, boolean processWide) {
        this(
                pool,
                memorySource,
                limit,
                hardened ? EnumSet.allOf(Hardening.class) : EnumSet.noneOf(Hardening.class),
                processWide);
    }

    /**
     * Whether the allocator trades speed for more protection.
     *
     * @return true if any protection is chosen
     */
    public boolean hardened() {
        return !hardening.isEmpty();
    }
}
