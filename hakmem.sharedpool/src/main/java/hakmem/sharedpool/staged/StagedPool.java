package hakmem.sharedpool.staged;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Initializers;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;

/**
 * A pool with three stages of acquisition. Stages 1 and 2 are lock-free; stage 3 waits for at most a few commits of others and
 * holds no lock across its own. Safe for use by several threads.
 */
public final class StagedPool implements SharedPool {
    /*
     * acquire: 1. an empty slab of the class                            EmptyStacks
     *          2. an unused slot, or run of slots, of a live entry      SlotSearch.unused
     *          2b. an empty slab of another class, or a run made of     SlotSearch.empty
     *              empty and unused slots
     *          3. a new SuperSlab                                       CommitGate, Region.commit
     *
     * release: an empty slab goes into the empty mask and on the stack of its class. A run goes back to the unused mask:
     *          what is warm about a slab is of no use to a run's next user.
     *
     * trim:    Retirement. discard: Discarding.
     */
    private final Region region;
    private final EntryTable table;
    private final EntryOwners owners;
    private final StageCounters counters = new StageCounters();
    private final EmptyStacks stacks = new EmptyStacks(counters);
    private final Transit transit = new Transit();
    private final CommitGate gate = new CommitGate(transit);
    private final SlotSearch search;
    private final Discarding discarding;
    private final Retirement retirement;
    private volatile boolean closed;

    /**
     * Makes a pool.
     *
     * @param region where its SuperSlabs come from
     * @param table where its entries are
     */
    public StagedPool(Region region, EntryTable table) {
        this.region = region;
        this.table = table;
        Initializers.run(Entry.class);
        this.owners = new EntryOwners(region);
        this.search = new SlotSearch(table, transit, counters);
        this.discarding = new Discarding(region, table, transit, counters);
        this.retirement = new Retirement(region, table, owners, stacks, transit, discarding, counters);
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        if (slabs == 1) {
            Slab warm = popEmpty(sizeClass);
            if (warm != null) {
                return warm;
            }
        }
        for (int round = 0; ; round++) {
            long epoch = transit.epoch();
            Slab found = search.find(slabs);
            if (found == null && discarding.await()) {
                // A commit, or the whole of a table that has no more entries, for what will be back in a moment?
                found = search.find(slabs);
            }
            if (found != null) {
                return found;
            }
            CommitGate.Commit commit = gate.enter(slabs, epoch, round);
            if (commit != null) {
                try {
                    return commitFor(slabs, commit);
                } catch (MemoryRefusedException e) {
                    if (!gate.mayRetry(epoch, round)) {
                        throw e;
                    }
                }
            }
        }
    }

    private Slab popEmpty(int sizeClass) {
        for (EmptyStacks.Node node = stacks.pop(sizeClass); node != null; node = stacks.pop(sizeClass)) {
            Entry entry = node.entry();
            if (entry.takeEmpty(1 << node.slot(), counters.failedClaims) != 0) {
                table.emptyChanged(entry);
                counters.emptySlabHits.increment();
                return entry.superSlab().slab(node.slot());
            }
        }
        return null;
    }

    /** Stage 3. What was made is undone if a later step fails, the Java heap being full included. */
    private Slab commitFor(int slabs, CommitGate.Commit commit) throws MemoryRefusedException {
        boolean committed = false;
        try {
            table.reserve();
            SuperSlab superSlab = null;
            boolean published = false;
            try {
                superSlab = region.commit();
                committed = true;
                table.publish(superSlab, SlotMask.run(0, slabs), owners);
                published = true;
                counters.commits.increment();
                return superSlab.slab(0);
            } finally {
                if (!published) {
                    table.cancel();
                    if (superSlab != null) {
                        region.decommit(superSlab);
                    }
                }
            }
        } finally {
            // Undone, it has kept memory from others meanwhile.
            gate.end(commit, committed);
        }
    }

    @Override
    public void release(Slab first, int slabs) {
        Entry entry = owners.of(first);
        entry.soil(SlotMask.run(first.slot(), slabs));
        if (slabs == 1) {
            int sizeClass = Slab.sizeClassOf(first.word());
            entry.putEmpty(first.slot(), counters.failedClaims);
            table.emptyChanged(entry);
            pushHint(sizeClass, entry, first.slot());
        } else {
            entry.putUnused(entry.discard(SlotMask.run(first.slot(), slabs)), counters.failedClaims);
            table.unusedChanged(entry);
        }
        entry.stampIfAllFree();
    }

    @Override
    public boolean splitsRuns() {
        return true;
    }

    /** The caller owns slots of the entry, so it cannot be retired meanwhile, and {@link Retirement} need not be told. */
    @Override
    public boolean tryExtend(Slab first, int slabs, int more) {
        Entry entry = owners.of(first);
        int wanted = SlotMask.run(first.slot() + slabs, more);
        boolean extended = tryClaim(entry, wanted);
        for (int round = 0; !extended && round < CommitGate.MAX_ROUNDS && discarding.await(entry, wanted); round++) {
            extended = tryClaim(entry, wanted);
        }
        return extended;
    }

    private boolean tryClaim(Entry entry, int wanted) {
        int empty = entry.emptyMask() & wanted;
        if (closed || (wanted & ~(empty | ClaimWord.unusedOf(entry.claimWord()))) != 0) {
            return false;
        }
        if (empty != 0) {
            transit.begin();
            try {
                entry.fold(empty, counters.failedClaims);
                table.emptyChanged(entry);
                table.unusedChanged(entry);
            } finally {
                transit.end();
            }
        }
        boolean claimed = entry.claimAll(wanted, counters.failedClaims);
        table.unusedChanged(entry);
        return claimed;
    }

    /** With the Java heap full there is no node; the slab is in the empty mask all the same, where stage 2b finds it. */
    private void pushHint(int sizeClass, Entry entry, int slot) {
        try {
            stacks.push(sizeClass, entry, slot);
        } catch (OutOfMemoryError e) {
            // The release has been done, and must not look as if it had failed.
        }
    }

    @Override
    public long trim(long idleNanos) {
        return closed ? 0 : retirement.run(idleNanos);
    }

    @Override
    public long discard(long idleNanos) {
        return closed ? 0 : discarding.run(idleNanos, () -> closed);
    }

    @Override
    public PoolStats stats() {
        return counters.snapshot(table);
    }

    /** Later acquisitions fail and trims do nothing; releases still work, for those who hold slabs. */
    @Override
    public void close() {
        closed = true;
    }
}
