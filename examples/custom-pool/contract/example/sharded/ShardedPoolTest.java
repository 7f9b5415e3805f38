package example.sharded;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.tck.SharedPoolContract;

/** The whole contract of strategies, run against this one. */
class ShardedPoolTest extends SharedPoolContract {
    @Override
    protected SharedPoolProvider provider() {
        return new ShardedPoolProvider();
    }
}
