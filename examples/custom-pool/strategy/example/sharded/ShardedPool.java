package example.sharded;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * SuperSlabs in shards with a lock each. A thread looks in the shard of its id first, so that threads seldom meet, then in
 * the others, and commits a SuperSlab for its own shard last.
 */
final class ShardedPool implements SharedPool {
    /** How often a refused thread waits for others before it gives up. */
    private static final int MAX_ROUNDS = 8;

    private final Region region;
    private final Shard[] shards;
    private final Traffic traffic = new Traffic();

    /**
     * What is known of each SuperSlab, by its index. Written before the first of its slabs is handed out, so that whoever
     * releases one sees it.
     */
    private final AtomicReferenceArray<Holding> holdings;

    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicInteger peakEntries = new AtomicInteger();

    ShardedPool(Region region, int shards) {
        this.region = region;
        this.shards = new Shard[shards];
        for (int i = 0; i < shards; i++) {
            this.shards[i] = new Shard();
        }
        this.holdings = new AtomicReferenceArray<>(region.slabCount() / SuperSlab.SLABS);
    }

    @Override
    public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        int home = (int) (Thread.currentThread().threadId() % shards.length);
        for (int round = 0; ; round++) {
            long gains = traffic.gains();
            Slab slab = takeFromAnyShard(home, sizeClass, slabs);
            if (slab != null) {
                return slab;
            }
            try {
                return commit(home, slabs);
            } catch (MemoryRefusedException refused) {
                if (round == MAX_ROUNDS || !traffic.awaitGain(gains)) {
                    throw refused;
                }
            }
        }
    }

    /** Stage 3. No lock is held across the commit, which is a system call. */
    private Slab commit(int home, int slabs) throws MemoryRefusedException {
        Holding holding = new Holding(shards[home]);
        boolean done = false;
        long operation = traffic.begin();
        try {
            holding.superSlab = region.commit();
            holdings.set(holding.superSlab.index(), holding);
            peakEntries.accumulateAndGet(entries.incrementAndGet(), Math::max);
            Slab slab = shards[home].add(holding, slabs);
            done = true;
            return slab;
        } finally {
            traffic.end(operation, done);
        }
    }

    /** Stages 1 and 2, in the home shard first. */
    private Slab takeFromAnyShard(int home, int sizeClass, int slabs) {
        for (int i = 0; i < shards.length; i++) {
            Slab slab = shards[(home + i) % shards.length].take(sizeClass, slabs);
            if (slab != null) {
                return slab;
            }
        }
        return null;
    }

    @Override
    public void release(Slab first, int slabs) {
        Holding holding = holdings.get(first.superSlab().index());
        holding.shard.giveBack(holding, first.slot(), slabs);
    }

    @Override
    public long trim(long idleNanos) {
        long givenBack = 0;
        for (Shard shard : shards) {
            // No more than there are now: under load others may go on releasing for ever.
            long bytes = 0;
            for (int most = entries.get(); most > 0 && bytes >= 0; most--) {
                bytes = decommitOne(shard, idleNanos);
                givenBack += Math.max(bytes, 0);
            }
        }
        return givenBack;
    }

    /** The bytes given back, or -1 if there is nothing idle. */
    private long decommitOne(Shard shard, long idleNanos) {
        if (!shard.hasIdle(idleNanos)) {
            return -1;
        }
        boolean gain = false;
        long operation = traffic.begin();
        try {
            // Taken from its shard, a SuperSlab is this thread's alone: nobody can be given one of its slabs.
            Holding idle = shard.removeIdle(idleNanos);
            if (idle == null) {
                return -1;
            }
            gain = true;
            entries.decrementAndGet();
            return region.decommit(idle.superSlab);
        } finally {
            traffic.end(operation, gain);
        }
    }

    @Override
    public PoolStats stats() {
        long empty = 0;
        long unused = 0;
        long converted = 0;
        long commits = 0;
        long retired = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                empty += shard.emptyHits;
                unused += shard.unusedHits;
                converted += shard.convertedHits;
                commits += shard.commits;
                retired += shard.retired;
            }
        }
        return new PoolStats(
                empty, unused, converted, commits, 0, retired, entries.get(), peakEntries.get(), Integer.MAX_VALUE, 0);
    }

    /** Nothing to do: the SuperSlabs go with the region. */
    @Override
    public void close() {}

    /** A list of SuperSlabs and its lock, which is held for as long as it takes to look through the list. */
    static final class Shard {
        private Holding first;
        private long emptyHits;
        private long unusedHits;
        private long convertedHits;
        private long commits;
        private long retired;

        /** An empty slab of the class, an unused one, an empty one of another class. */
        synchronized Slab take(int sizeClass, int slabs) {
            for (Holding holding = first; slabs == 1 && holding != null; holding = holding.next) {
                Slab slab = holding.takeEmpty(sizeClass);
                if (slab != null) {
                    emptyHits++;
                    return slab;
                }
            }
            Slab slab = takeRun(slabs, false);
            if (slab != null) {
                unusedHits++;
                return slab;
            }
            slab = takeRun(slabs, true);
            if (slab != null) {
                convertedHits++;
            }
            return slab;
        }

        private Slab takeRun(int slabs, boolean emptyOnes) {
            for (Holding holding = first; holding != null; holding = holding.next) {
                Slab slab = holding.takeRun(slabs, emptyOnes);
                if (slab != null) {
                    return slab;
                }
            }
            return null;
        }

        /** Adds a SuperSlab, of which the caller gets the first slabs before anybody else sees it. */
        synchronized Slab add(Holding holding, int slabs) {
            Slab slab = holding.takeRun(slabs, false);
            holding.next = first;
            first = holding;
            commits++;
            return slab;
        }

        synchronized void giveBack(Holding holding, int slot, int slabs) {
            holding.giveBack(slot, slabs);
        }

        synchronized boolean hasIdle(long idleNanos) {
            Holding holding = first;
            while (holding != null && !holding.isIdleFor(idleNanos)) {
                holding = holding.next;
            }
            return holding != null;
        }

        /** Takes one out that holds no active slab; one at a time, so that a failing decommit loses none of the others. */
        synchronized Holding removeIdle(long idleNanos) {
            Holding before = null;
            for (Holding holding = first; holding != null; before = holding, holding = holding.next) {
                if (holding.isIdleFor(idleNanos)) {
                    if (before == null) {
                        first = holding.next;
                    } else {
                        before.next = holding.next;
                    }
                    retired++;
                    return holding;
                }
            }
            return null;
        }
    }
}
