package hakmem.superslab;

import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Finds memory sources by name. Safe for use by several threads. */
public final class MemorySources {
    /** The source used if none is named and it works here. */
    public static final String DEFAULT = "posix";

    /** The source used otherwise. */
    public static final String PORTABLE = "mapped";

    private static final String KIND = "memory source";

    /** The choice is the same for every allocator of the process: it is said once. */
    private static final AtomicBoolean FALLBACK_LOGGED = new AtomicBoolean();

    /** How a provider tells its name; no lambda, for the first block waits for each that is linked. */
    private enum Name implements Function<MemorySourceProvider, String> {
        OF;

        @Override
        public String apply(MemorySourceProvider provider) {
            return provider.name();
        }
    }

    private MemorySources() {}

    /**
     * The providers found by {@link ServiceLoader}.
     *
     * @return the providers, in no particular order
     * @throws IllegalStateException if two providers have one name; the message names both
     */
    public static List<MemorySourceProvider> providers() {
        ServiceLoader<MemorySourceProvider> context = ServiceLoader.load(MemorySourceProvider.class);
        ServiceLoader<MemorySourceProvider> own = Providers.isContextLoader(MemorySources.class)
                ? context
                : ServiceLoader.load(MemorySourceProvider.class, MemorySources.class.getClassLoader());
        return Providers.load(context, own, Name.OF, KIND);
    }

    /**
     * Opens a source.
     *
     * @param name its name, or empty for {@value #DEFAULT} where it works, otherwise {@value #PORTABLE}
     * @return the source
     * @throws IllegalArgumentException if the name is unknown; the message lists those found
     * @throws UnsupportedOperationException if the source named does not work here, with its name and the reason
     */
    public static MemorySource open(Optional<String> name) {
        if (name.isPresent()) {
            return openNamed(find(name.get()));
        }
        try {
            return find(DEFAULT).open();
        } catch (UnsupportedOperationException e) {
            if (FALLBACK_LOGGED.compareAndSet(false, true)) {
                System.getLogger("hakmem.superslab")
                        .log(
                                System.Logger.Level.WARNING,
                                "memory source {0} does not work here ({1}); using {2}",
                                DEFAULT,
                                e.getMessage(),
                                PORTABLE);
            }
            return find(PORTABLE).open();
        }
    }

    private static MemorySource openNamed(MemorySourceProvider provider) {
        try {
            return provider.open();
        } catch (UnsupportedOperationException e) {
            throw new UnsupportedOperationException(
                    "memory source \"" + provider.name() + "\" does not work here: " + e.getMessage(), e);
        }
    }

    /** That of a module, if there is one, without a look at the class path. */
    private static MemorySourceProvider find(String name) {
        ModuleLayer layer = Providers.layerFirst(MemorySources.class);
        MemorySourceProvider found = layer == null
                ? null
                : Providers.findOrNull(ServiceLoader.load(layer, MemorySourceProvider.class), Name.OF, name, KIND);
        return found == null ? Providers.find(providers(), Name.OF, name, KIND) : found;
    }
}
