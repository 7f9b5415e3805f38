package hakmem.large;

import hakmem.api.PoolStats;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The simplest strategy there is, for tests; it refuses when told to. */
final class FirstFitPool implements SharedPool {
    private final Region region;
    private final Map<SuperSlab, BitSet> taken = new LinkedHashMap<>();
    private Reason refusal;
    private volatile boolean splits = true;

    FirstFitPool(Region region) {
        this.region = region;
    }

    void splitsRuns(boolean on) {
        splits = on;
    }

    /** Makes every acquisition fail for a reason; null to stop that. */
    synchronized void refuse(Reason reason) {
        refusal = reason;
    }

    @Override
    public synchronized Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
        if (refusal != null) {
            throw new MemoryRefusedException(refusal, "the script says so");
        }
        for (Map.Entry<SuperSlab, BitSet> entry : taken.entrySet()) {
            BitSet bits = entry.getValue();
            for (int slot = 0; slot + slabs <= SuperSlab.SLABS; slot++) {
                if (bits.get(slot, slot + slabs).isEmpty()) {
                    return take(entry.getKey(), bits, slot, slabs);
                }
            }
        }
        SuperSlab fresh = region.commit();
        BitSet bits = new BitSet(SuperSlab.SLABS);
        taken.put(fresh, bits);
        return take(fresh, bits, 0, slabs);
    }

    private static Slab take(SuperSlab superSlab, BitSet bits, int slot, int slabs) {
        bits.set(slot, slot + slabs);
        for (int next = slot; next < slot + slabs; next++) {
            superSlab.slab(next).tryDiscard();
        }
        return superSlab.slab(slot);
    }

    @Override
    public synchronized void release(Slab first, int slabs) {
        taken.get(first.superSlab()).clear(first.slot(), first.slot() + slabs);
    }

    @Override
    public boolean splitsRuns() {
        return splits;
    }

    @Override
    public synchronized boolean tryExtend(Slab first, int slabs, int more) {
        BitSet bits = taken.get(first.superSlab());
        int from = first.slot() + slabs;
        if (!bits.get(from, from + more).isEmpty()) {
            return false;
        }
        take(first.superSlab(), bits, from, more);
        return true;
    }

    @Override
    public synchronized long trim(long idleNanos) {
        long[] givenBack = new long[1];
        taken.entrySet().removeIf(entry -> {
            boolean idle = entry.getValue().isEmpty();
            if (idle) {
                givenBack[0] += region.decommit(entry.getKey());
            }
            return idle;
        });
        return givenBack[0];
    }

    @Override
    public synchronized PoolStats stats() {
        return new PoolStats(0, 0, 0, 0, 0, taken.size(), taken.size(), Integer.MAX_VALUE, 0);
    }

    @Override
    public void close() {
        // The region takes everything with it.
    }

    /** Hands out the pool it made last, so that a test can tell it what to do. */
    static final class Provider implements SharedPoolProvider {
        private FirstFitPool made;

        FirstFitPool made() {
            return made;
        }

        @Override
        public String name() {
            return "first-fit";
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public SharedPool create(Region region) {
            made = new FirstFitPool(region);
            return made;
        }
    }
}
