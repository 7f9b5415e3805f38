package hakmem.api.spi;

import java.util.Optional;

/**
 * What a user asked of an allocator. Immutable.
 *
 * @param pool the name of the pool strategy, or empty for the default ({@code recycling})
 * @param memorySource the name of the memory source, or empty for the default: {@code posix} where it works, otherwise
 *     {@code mapped}
 * @param limit the most bytes committed at any time; {@link Long#MAX_VALUE} for no limit
 * @param hardened whether the allocator trades speed for more protection
 * @param processWide whether this is the allocator of the process, which cannot be closed
 */
public record AllocatorOptions(
        Optional<String> pool, Optional<String> memorySource, long limit, boolean hardened, boolean processWide) {
    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public AllocatorOptions {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive, in bytes: " + limit);
        }
    }
}
