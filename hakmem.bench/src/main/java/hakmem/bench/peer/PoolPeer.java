package hakmem.bench.peer;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.api.PoolStats;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A pool strategy alone, behind its boundary: every block is a slab, its size the size class the slab is acquired for. */
public final class PoolPeer implements AddressPeer {
    /** Address space, in bytes: more slabs than any run holds. */
    private static final long REGION_BYTES = 4L << 30;

    private final Region region;
    private final GuardedPool pool;

    private PoolPeer(Region region, GuardedPool pool) {
        this.region = region;
        this.pool = pool;
    }

    static PoolPeer open(HakmemName name) throws PeerUnavailableException {
        Region region = null;
        boolean done = false;
        try {
            region = Region.reserve(MemorySources.open(name.source()), REGION_BYTES, new MemoryBudget(Long.MAX_VALUE));
            PoolPeer peer =
                    new PoolPeer(region, SharedPools.open(name.strategy().orElse(SharedPools.DEFAULT), region));
            done = true;
            return peer;
        } catch (IllegalStateException | UnsupportedOperationException | OffHeapOutOfMemoryError e) {
            throw new PeerUnavailableException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done && region != null) {
                region.close();
            }
        }
    }

    @Override
    public long alignment() {
        return Slab.BYTES;
    }

    @Override
    public long malloc(long byteSize) {
        try {
            return pool.acquire((int) byteSize, 1).address();
        } catch (MemoryRefusedException e) {
            throw new PeerFaultException("a slab was refused: " + e.getMessage());
        }
    }

    /** A slab is aligned to more than anybody asks for. */
    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return malloc(byteSize);
    }

    @Override
    public OptionalLong committedBytes() {
        return OptionalLong.of(region.budget().committed());
    }

    @Override
    public void free(long address) {
        Slab slab = region.slab(address);
        if (!pool.release(slab, slab.word())) {
            throw new PeerFaultException(slab + " could not be released");
        }
    }

    @Override
    public Map<String, Object> finish() {
        region.forEachSuperSlab(PoolPeer::checkNoneIsActive);
        PoolStats stats = pool.stats();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("poolStrategy", pool.strategy());
        figures.put("memorySource", region.source().name());
        figures.put("committedBytes", region.budget().committed());
        figures.put("emptySlabHits", stats.emptySlabHits());
        figures.put("unusedSlotHits", stats.unusedSlotHits());
        figures.put("convertedSlabHits", stats.convertedSlabHits());
        figures.put("commits", stats.commits());
        figures.put("failedClaims", stats.failedClaims());
        figures.put("capacityRefusals", stats.capacityRefusals());
        return figures;
    }

    private static void checkNoneIsActive(SuperSlab superSlab) {
        for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
            if (superSlab.slab(slot).state() == Slab.State.ACTIVE) {
                throw new PeerFaultException("every slab was released, but there is " + superSlab.slab(slot));
            }
        }
    }

    @Override
    public void close() {
        pool.close();
        region.close();
    }
}
