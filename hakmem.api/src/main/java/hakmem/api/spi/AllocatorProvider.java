package hakmem.api.spi;

import hakmem.api.Allocator;

/**
 * Makes allocators; found by {@link java.util.ServiceLoader}, on the module path as well as on the class path.
 *
 * <p>If several providers are found, the first one is used. Implementations must be safe for use by several threads.
 */
public interface AllocatorProvider {
    /**
     * Makes an allocator.
     *
     * @param options what the user asked for
     * @return a new allocator, independent of any other
     * @throws IllegalArgumentException if the pool strategy or the memory source is unknown; the message lists those
     *     found
     * @throws hakmem.api.OffHeapOutOfMemoryError if not even the smallest region can be reserved
     */
    Allocator create(AllocatorOptions options);
}
