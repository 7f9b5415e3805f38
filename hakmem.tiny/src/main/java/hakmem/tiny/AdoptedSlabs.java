package hakmem.tiny;

/**
 * The latest slabs that a heap took over because its thread freed a block in them; it belongs to the owner of the heap.
 *
 * <p>A heap that grows lets go of full slabs, and as a rule one thread frees all their blocks: a consumer, or the heap's own
 * thread. The first of these frees takes the slab over (ABANDONED to TAKEN to QUIET, see {@link Note}), and the others are
 * frees of an owner, without an atomic operation. A slab that has been let go of a second time, with free blocks, is PARTIAL
 * and is not taken over in this way, so that threads that free in turn do not hand a slab to and fro.
 *
 * <p>A thread that only frees must not sit on the free blocks of all it has ever freed in. So the slab taken over longest ago
 * is handed over, to the partial list, for each one beyond {@link #MAX}. Slabs made of several of the pool are not taken over: they
 * are too much to sit on, and what is done with blocks so large outweighs an atomic operation.
 */
final class AdoptedSlabs {
    /** How many slabs with free blocks a thread that only frees may hold: half a MiB. */
    static final int MAX = 8;

    /** A slab taken over is made of so many of the pool at most. */
    static final int MOST_SLABS = 1;

    private final BlockSlab[] slabs = new BlockSlab[MAX];
    private int next;

    /** The slab that has to go before another one comes, or null; it may have gone, or have become another's, long since. */
    BlockSlab oldest() {
        return slabs[next];
    }

    void replaceOldest(BlockSlab slab) {
        slabs[next] = slab;
        next = (next + 1) % MAX;
    }
}
