package hakmem.superslab.posix;

import hakmem.superslab.internal.Rescope;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;

/** Provides the memory source {@code posix}. */
public final class PosixMemorySourceProvider implements MemorySourceProvider {
    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public PosixMemorySourceProvider() {}

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public String description() {
        return "anonymous mappings (mmap, mprotect, madvise); Linux and macOS, needs native access";
    }

    /**
     * {@inheritDoc} It costs no downcall: those are linked when they are first needed.
     *
     * @throws IllegalArgumentException if the system property {@link hakmem.api.Hakmem#HUGE_PAGES_PROPERTY} is bad
     */
    @Override
    public MemorySource open() {
        Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (!Rescope.isPermitted()) {
            Module module = getClass().getModule();
            throw new UnsupportedOperationException("native access is denied; --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED") + " grants it");
        }
        return new PosixMemorySource(platform, HugePages.chosen());
    }
}
