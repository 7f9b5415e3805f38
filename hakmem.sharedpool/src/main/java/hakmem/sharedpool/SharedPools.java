package hakmem.sharedpool;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Providers;
import hakmem.superslab.Region;
import java.util.List;
import java.util.ServiceLoader;

/** Finds pool strategies by name. Safe for use by several threads. */
public final class SharedPools {
    /** The strategy used if none is named. */
    public static final String DEFAULT = "recycling";

    private SharedPools() {}

    /**
     * The providers found by {@link ServiceLoader}.
     *
     * @return the providers, in no particular order
     * @throws IllegalStateException if two providers have one name; the message names both
     */
    public static List<SharedPoolProvider> providers() {
        return Providers.load(
                ServiceLoader.load(SharedPoolProvider.class),
                ServiceLoader.load(SharedPoolProvider.class, SharedPools.class.getClassLoader()),
                SharedPoolProvider::name,
                "pool strategy");
    }

    /**
     * Finds a strategy.
     *
     * @param strategy its name
     * @return its provider
     * @throws IllegalArgumentException if the name is unknown; the message lists those found
     */
    public static SharedPoolProvider find(String strategy) {
        return Providers.find(providers(), SharedPoolProvider::name, strategy, "pool strategy");
    }

    /**
     * Opens a pool on a region.
     *
     * @param strategy its name
     * @param region where its SuperSlabs come from, for this pool alone; closed by the caller, after the pool
     * @return the pool
     * @throws IllegalArgumentException if the name is unknown; the message lists those found
     */
    public static GuardedPool open(String strategy, Region region) {
        return GuardedPool.open(find(strategy), region);
    }
}
