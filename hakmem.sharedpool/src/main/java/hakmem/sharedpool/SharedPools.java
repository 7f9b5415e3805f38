package hakmem.sharedpool;

import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Providers;
import hakmem.superslab.Region;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds pool strategies by name. Safe for use by several threads. */
public final class SharedPools {
    /** The strategy used if none is named. */
    public static final String DEFAULT = "recycling";

    private static final String KIND = "pool strategy";

    /** How a provider tells its name; no lambda, for the first block waits for each that is linked. */
    private enum Name implements Function<SharedPoolProvider, String> {
        OF;

        @Override
        public String apply(SharedPoolProvider provider) {
            return provider.name();
        }
    }

    private SharedPools() {}

    /**
     * The providers found by {@link ServiceLoader}.
     *
     * @return the providers, in no particular order
     * @throws IllegalStateException if two providers have one name; the message names both
     */
    public static List<SharedPoolProvider> providers() {
        ServiceLoader<SharedPoolProvider> context = ServiceLoader.load(SharedPoolProvider.class);
        ServiceLoader<SharedPoolProvider> own = Providers.isContextLoader(SharedPools.class)
                ? context
                : ServiceLoader.load(SharedPoolProvider.class, SharedPools.class.getClassLoader());
        return Providers.load(context, own, Name.OF, KIND);
    }

    /**
     * Finds a strategy: that of a module, if there is one, without a look at the class path.
     *
     * @param strategy its name
     * @return its provider
     * @throws IllegalArgumentException if the name is unknown; the message lists those found
     */
    public static SharedPoolProvider find(String strategy) {
        ModuleLayer layer = Providers.layerFirst(SharedPools.class);
        SharedPoolProvider found = layer == null
                ? null
                : Providers.findOrNull(ServiceLoader.load(layer, SharedPoolProvider.class), Name.OF, strategy, KIND);
        return found == null ? Providers.find(providers(), Name.OF, strategy, KIND) : found;
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
