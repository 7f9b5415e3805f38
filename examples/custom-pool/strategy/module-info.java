/** A pool strategy of a third party. On the module path of an application, it is chosen by its name, {@code sharded}. */
module example.sharded {
    requires hakmem.sharedpool;

    provides hakmem.sharedpool.spi.SharedPoolProvider with
            example.sharded.ShardedPoolProvider;
}
