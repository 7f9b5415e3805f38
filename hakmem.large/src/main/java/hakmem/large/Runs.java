package hakmem.large;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.CacheColor;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.Slab.State;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks of up to 1 MiB as runs of slabs that lie side by side in one SuperSlab. Safe for use by several threads.
 */
final class Runs {
    /*
     * A run keeps no state of its own: the word of its first slab says that it is live, how long it is and which
     * generation it is of. The word is read once, everything is decided on what was read, and the free is a
     * compare-and-set of exactly that word (at the boundary of the pool):
     *
     *   free / free      one compare-and-set succeeds; the loser's word is old, and it reports a double free. A word of an
     *                    earlier generation cannot succeed on a later run at the same address.
     *   free / usableSize, segment
     *                    ordered by the read of the word: before the free they answer, after it they refuse. A segment
     *                    outlives the free, as the documentation says, for the region is never unmapped while open.
     *   free / resize    resize changes the length in the word, by compare-and-set too. A free that loses to it finds a word
     *                    of the same generation, and tries again with that one; a resize that loses to a free does nothing.
     *
     * A run of one slab is not released when it is freed, but kept for the next one, with a class of its own:
     *
     *   pool --acquire--> KEPT --begin--> RUN --free--> KEPT --release--> pool
     *                      ^                             |
     *                      +--------- KeptRuns ----------+
     *
     *   free / free      the compare-and-set from RUN to KEPT, which is of the next generation, succeeds for one of them; the
     *                    other finds KEPT, or a later generation, and reports a double free.
     *   keep / refusal   a thread that is about to be refused memory releases what is kept first, by all threads; it waits for
     *                    another that is just doing so.
     *
     * The pool sees such slabs as KEPT only, so that it finds one that was released by the class it is asked for.
     *
     * The block of a run starts where its first slab does, or, where there is room for that and nobody asked for more than a
     * cache line's alignment, at the slab's color. The class says which; once the run is freed and its slab kept, it no longer
     * does, and both are taken for the start of a block that was freed.
     *
     * A run that grows takes the slabs behind it, if they are free, and one that shrinks gives its last ones back, where the
     * strategy can do that.
     */
    private final GuardedPool pool;

    private final KeptRuns kept = new KeptRuns();
    private final Lock draining = new ReentrantLock();

    Runs(GuardedPool pool) {
        this.pool = pool;
    }

    static int slabsFor(long byteSize) {
        return (int) Math.max(1, (byteSize + Slab.BYTES - 1) >>> Slab.SHIFT);
    }

    /** Where the block starts that a run is, by a word of its first slab that says that it is one. */
    private static long startOf(Slab slab, long word) {
        return Slab.sizeClassOf(word) == LargeBlocks.COLORED_CLASS ? coloredStartOf(slab) : slab.address();
    }

    private static long coloredStartOf(Slab slab) {
        return slab.address() + CacheColor.of(slab);
    }

    /** Whether a block that was freed may have started at an address in the first slab of its run. */
    private static boolean mayHaveBeenStart(Slab slab, long word, long address) {
        return Slab.sizeClassOf(word) == LargeBlocks.KEPT_CLASS
                ? address == slab.address() || address == coloredStartOf(slab)
                : address == startOf(slab, word);
    }

    /**
     * Allocates a run.
     *
     * @param byteSize bytes, at most {@link LargeBlocks#MAX_RUN}
     * @param aligned whether it is to start at a multiple of {@link Slab#BYTES}; otherwise it does at one of {@link CacheColor#LINE}
     * @param zeroed whether to fill them with zeros
     * @return its address
     * @throws MemoryRefusedException if the pool has no more; nothing has changed then
     */
    long allocate(long byteSize, boolean aligned, boolean zeroed) throws MemoryRefusedException {
        int slabs = slabsFor(byteSize);
        boolean colored = !aligned && byteSize <= ((long) slabs << Slab.SHIFT) - CacheColor.MAX;
        int runClass = colored ? LargeBlocks.COLORED_CLASS : LargeBlocks.RUN_CLASS;
        Slab first = slabs == 1 ? allocateOne(runClass) : pool.acquire(runClass, slabs);
        long address = startOf(first, first.word());
        if (zeroed) {
            clear(first, address, byteSize);
        }
        return address;
    }

    private Slab allocateOne(int runClass) throws MemoryRefusedException {
        Slab slab = kept.take();
        if (slab == null) {
            slab = pool.acquire(LargeBlocks.KEPT_CLASS, 1);
            kept.came();
        }
        if (!slab.tryReclass(slab.word(), runClass)) {
            throw LargeErrors.broken("a slab that is kept stays as it is", slab, "changed");
        }
        return slab;
    }

    /** Fails only if the region was closed meanwhile, which ends the run as well; gives it back for order's sake. */
    private void clear(Slab first, long address, long byteSize) {
        boolean done = false;
        try {
            segment(first.superSlab().region(), address, byteSize).fill((byte) 0);
            done = true;
        } finally {
            if (!done) {
                free(first, address);
            }
        }
    }

    void checkFree(Slab slab, long address) {
        checkFree(slab, slab.word(), address);
    }

    private static void checkFree(Slab slab, long word, long address) {
        if (!isStart(slab, word, address)) {
            throw refusal(slab, word, address, true);
        }
    }

    void free(Slab slab, long address) {
        long word = slab.word();
        checkFree(slab, word, address);
        while (!tryEnd(slab, word)) {
            long now = slab.word();
            if (!isRun(now) || Slab.generationOf(now) != Slab.generationOf(word)) {
                throw LargeErrors.runFreedBefore(address, slab, Slab.runLengthOf(word));
            }
            word = now;
        }
    }

    private boolean tryEnd(Slab slab, long word) {
        if (Slab.runLengthOf(word) > 1) {
            return pool.release(slab, word);
        }
        if (!slab.tryReclass(word, LargeBlocks.KEPT_CLASS)) {
            return false;
        }
        Slab excess = kept.offer(slab);
        while (excess != null) {
            release(excess);
            excess = kept.takeExcess();
        }
        return true;
    }

    private void release(Slab slab) {
        kept.count(-1);
        pool.release(slab, slab.word());
    }

    /**
     * Releases to the pool what is kept, and waits for another thread that is doing so.
     *
     * @return whether there was anything
     */
    boolean releaseKept() {
        draining.lock();
        try {
            boolean[] any = new boolean[1];
            kept.drain(slab -> {
                any[0] = true;
                release(slab);
            });
            return any[0];
        } finally {
            draining.unlock();
        }
    }

    long usableSize(Slab slab, long address) {
        long word = slab.word();
        if (!isStart(slab, word, address)) {
            throw refusal(slab, word, address, false);
        }
        return bytesOf(slab, word);
    }

    /** Gives a run another size where it is; false if it cannot, or was freed or resized by another thread meanwhile. */
    boolean resize(Slab slab, long address, long byteSize) {
        long word = slab.word();
        if (!isStart(slab, word, address)) {
            throw refusal(slab, word, address, false);
        }
        int slabs = byteSize > LargeBlocks.MAX_RUN ? 0 : slabsFor(byteSize + address - slab.address());
        if (slabs == 0 || !pool.tryResize(slab, word, slabs)) {
            return false;
        }
        int change = ones(slabs) - ones(Slab.runLengthOf(word));
        if (change != 0) {
            kept.count(change);
        }
        return true;
    }

    /** Runs of one slab in a run of so many. */
    private static int ones(int slabs) {
        return slabs == 1 ? 1 : 0;
    }

    /** The memory from an address on, as part of the region's segment. */
    static MemorySegment segment(Region region, long address, long byteSize) {
        return region.segment().asSlice(address - region.base(), byteSize);
    }

    static boolean isRun(long word) {
        return Slab.stateOf(word) == State.ACTIVE
                && (Slab.sizeClassOf(word) == LargeBlocks.RUN_CLASS
                        || Slab.sizeClassOf(word) == LargeBlocks.COLORED_CLASS);
    }

    private static long bytesOf(Slab slab, long word) {
        return slab.address() + ((long) Slab.runLengthOf(word) << Slab.SHIFT) - startOf(slab, word);
    }

    private static boolean isKept(long word) {
        return Slab.stateOf(word) == State.ACTIVE && Slab.sizeClassOf(word) == LargeBlocks.KEPT_CLASS;
    }

    private static boolean isStart(Slab slab, long word, long address) {
        return isRun(word) && Slab.runLengthOf(word) > 0 && address == startOf(slab, word);
    }

    /** Why an address is not the start of a live run. Other threads may be at work: it says what was so a moment ago. */
    private static RuntimeException refusal(Slab slab, long word, long address, boolean freeing) {
        if (isRun(word)) {
            for (int slot = slab.slot(); slot >= 0; slot--) {
                Slab first = slab.superSlab().slab(slot);
                long firstWord = first == slab ? word : first.word();
                int slabs = Slab.runLengthOf(firstWord);
                if (isRun(firstWord) && slabs > slab.slot() - slot && address > startOf(first, firstWord)) {
                    return LargeErrors.insideRun(address, slab, startOf(first, firstWord), slabs);
                }
            }
        } else if ((Slab.stateOf(word) != State.ACTIVE || isKept(word))
                && Slab.sizeClassOf(word) >= LargeBlocks.RUN_CLASS
                && Slab.runLengthOf(word) > 0
                && mayHaveBeenStart(slab, word, address)) {
            int slabs = Slab.runLengthOf(word);
            return freeing
                    ? LargeErrors.runFreedBefore(address, slab, slabs)
                    : LargeErrors.runNotLive(address, slab, slabs);
        }
        return LargeErrors.insideFormerRun(address, slab);
    }

    /**
     * Counts the live runs, by looking at the slabs.
     *
     * @return their number, and the bytes that may be used in them
     */
    Census census() {
        long[] counts = new long[2];
        pool.region().forEachSuperSlab(superSlab -> {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                long word = superSlab.slab(slot).word();
                if (isRun(word) && Slab.runLengthOf(word) > 0) {
                    counts[0]++;
                    counts[1] += bytesOf(superSlab.slab(slot), word);
                }
            }
        });
        return new Census(counts[0], counts[1]);
    }

    /** Live runs, and the bytes that may be used in them. */
    record Census(long runs, long bytes) {}

    /**
     * Checks, with no other thread at work:
     *
     * <pre>
     * a run of k slabs  = one active slab that says k, then k - 1 active slabs that say 0, in one SuperSlab
     * active slabs of the class = the sum of all k
     * slabs kept       = active slabs of the class KEPT, each a run of one
     * </pre>
     */
    void validate() {
        Set<Slab> found = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.forEach(slab -> {
            if (!found.add(slab) || !isKept(slab.word()) || Slab.runLengthOf(slab.word()) != 1) {
                throw LargeErrors.broken("kept once, and as that", slab, found.size());
            }
        });
        pool.region().forEachSuperSlab(superSlab -> {
            int slot = 0;
            while (slot < SuperSlab.SLABS) {
                long word = superSlab.slab(slot).word();
                if (isKept(word) && !found.remove(superSlab.slab(slot))) {
                    throw LargeErrors.broken("of the class of those kept", superSlab.slab(slot), "not kept");
                }
                slot += isRun(word) ? validateRun(superSlab, slot, Slab.runLengthOf(word)) : 1;
            }
        });
    }

    private static int validateRun(SuperSlab superSlab, int start, int slabs) {
        if (slabs == 0 || start + slabs > SuperSlab.SLABS) {
            throw LargeErrors.broken("run within its SuperSlab", superSlab.slab(start), slabs);
        }
        for (int slot = start + 1; slot < start + slabs; slot++) {
            Slab follower = superSlab.slab(slot);
            if (!isRun(follower.word()) || Slab.runLengthOf(follower.word()) != 0) {
                throw LargeErrors.broken("inside the run at slot " + start, follower, "active, run 0");
            }
        }
        return slabs;
    }
}
