/**
 * The general-purpose allocator: routes requests by size, moves and clears blocks, opens arenas, and gives memory back.
 *
 * <p><b>Promises.</b> Implements {@link hakmem.api.Allocator} for every size. Exports nothing: it is found through
 * {@link hakmem.api.spi.AllocatorProvider}.
 *
 * <p><b>Needs.</b> {@code hakmem.tiny} and {@code hakmem.large} below it; native access for {@code hakmem.superslab} unless the
 * {@code mapped} memory source is used.
 *
 * <p><b>Example.</b>
 * {@snippet :
 * try (Allocator allocator = Hakmem.builder().limit(1L << 30).build()) {
 *     long address = allocator.malloc(100);
 *     allocator.free(address);
 * }
 * }
 */
module hakmem.malloc {
    requires hakmem.api;
    requires hakmem.tiny;
    requires hakmem.large;

    provides hakmem.api.spi.AllocatorProvider with
            hakmem.malloc.MallocProvider;
}
