package hakmem.sharedpool.recycling;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.StagedPool;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;

/** Makes pools that recycle their entries. */
public final class RecyclingPoolProvider implements SharedPoolProvider {
    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public RecyclingPoolProvider() {}

    @Override
    public String name() {
        return "recycling";
    }

    @Override
    public String description() {
        return "three stages, lock-free but for the commit; metadata recycled by generation; no limit but memory";
    }

    @Override
    public SharedPool create(Region region) {
        return create(region, ClaimWord.GENERATION_BITS);
    }

    /** Makes a pool whose generations wrap around sooner, for tests. */
    static SharedPool create(Region region, int generationBits) {
        return new StagedPool(region, new RecyclingTable(region.slabCount() / SuperSlab.SLABS, generationBits));
    }
}
