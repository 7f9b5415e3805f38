package example.sharded;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;

/** How hakmem finds the strategy. Public, with a public constructor: the class path needs both. */
public final class ShardedPoolProvider implements SharedPoolProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ShardedPoolProvider() {}

    @Override
    public String name() {
        return "sharded";
    }

    @Override
    public String description() {
        return "one lock for each shard of SuperSlabs, as many shards as processors; no limit but memory";
    }

    @Override
    public SharedPool create(Region region) {
        return new ShardedPool(region, Runtime.getRuntime().availableProcessors());
    }
}
