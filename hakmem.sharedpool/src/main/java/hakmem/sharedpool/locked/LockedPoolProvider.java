package hakmem.sharedpool.locked;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;

/** Makes pools with one lock. */
public final class LockedPoolProvider implements SharedPoolProvider {
    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public LockedPoolProvider() {}

    @Override
    public String name() {
        return "locked";
    }

    @Override
    public String description() {
        return "one lock around a list: the oracle for tests and the base line for benchmarks; no limit but memory";
    }

    @Override
    public SharedPool create(Region region) {
        return new LockedPool(region);
    }
}
