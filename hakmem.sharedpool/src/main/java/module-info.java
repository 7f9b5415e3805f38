/**
 * The pool every thread draws slabs from: three stages of acquisition, metadata that is published before it is announced
 * and recycled by generation, and strategies that anyone can swap.
 *
 * <p><b>Promises.</b> A slab handed out belongs to its taker until it is released; no two takers hold one slab, whatever
 * a strategy does, for {@link hakmem.sharedpool.GuardedPool} checks each at the boundary. Committed memory is bounded by
 * the region's budget. A refusal leaves everything as it was.
 *
 * <p><b>Needs.</b> {@code hakmem.superslab}. Strategies are found by {@link java.util.ServiceLoader}; the built-in ones
 * are {@code recycling}, {@code fixed} and {@code locked}.
 *
 * <p><b>Example.</b> A front end of one's own:
 * {@snippet :
 * try (GuardedPool pool = SharedPools.open("recycling", region)) {
 *     Slab slab = pool.acquire(7, 1);
 *     slab.segment().set(ValueLayout.JAVA_LONG, 0, 42L);
 *     pool.release(slab, slab.word());
 * }
 * }
 */
module hakmem.sharedpool {
    requires transitive hakmem.superslab;

    exports hakmem.sharedpool;
    exports hakmem.sharedpool.spi;

    uses hakmem.sharedpool.spi.SharedPoolProvider;

    provides hakmem.sharedpool.spi.SharedPoolProvider with
            hakmem.sharedpool.recycling.RecyclingPoolProvider,
            hakmem.sharedpool.fixed.FixedPoolProvider,
            hakmem.sharedpool.locked.LockedPoolProvider;
}
