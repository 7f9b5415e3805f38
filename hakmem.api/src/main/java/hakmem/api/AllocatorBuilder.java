package hakmem.api;

import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import hakmem.api.spi.ByteSizes;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Collects options, starting from the system properties, and hands them to the first provider found. */
final class AllocatorBuilder implements Allocator.Builder {
    private Optional<String> pool = property(Hakmem.POOL_PROPERTY);
    private Optional<String> memorySource = property(Hakmem.MEMORY_PROPERTY);
    private String memorySourceChosenBy = "the system property " + Hakmem.MEMORY_PROPERTY;
    private long limit = property(Hakmem.LIMIT_PROPERTY)
            .map(text -> ByteSizes.parse(Hakmem.LIMIT_PROPERTY, text))
            .orElse(Long.MAX_VALUE);
    private Set<Hardening> hardening = property(Hakmem.HARDENED_PROPERTY)
            .map(AllocatorBuilder::parseHardening)
            .orElse(Set.of());

    @Override
    public Allocator.Builder pool(String strategy) {
        pool = Optional.of(Objects.requireNonNull(strategy, "strategy"));
        return this;
    }

    @Override
    public Allocator.Builder memorySource(String name) {
        memorySource = Optional.of(Objects.requireNonNull(name, "name"));
        memorySourceChosenBy = "the builder";
        return this;
    }

    @Override
    public Allocator.Builder limit(long byteSize) {
        if (byteSize <= 0) {
            throw new IllegalArgumentException("limit must be positive, in bytes: " + byteSize);
        }
        limit = byteSize;
        return this;
    }

    @Override
    public Allocator.Builder hardened(boolean on) {
        hardening = on ? EnumSet.allOf(Hardening.class) : Set.of();
        return this;
    }

    @Override
    public Allocator.Builder hardened(Set<Hardening> options) {
        hardening = Set.copyOf(options);
        return this;
    }

    @Override
    public Allocator build() {
        return create(false);
    }

    Allocator buildProcessWide() {
        return create(true);
    }

    private Allocator create(boolean processWide) {
        AllocatorOptions options = new AllocatorOptions(pool, memorySource, limit, hardening, processWide);
        try {
            return provider().create(options);
        } catch (UnsupportedOperationException e) {
            if (memorySource.isEmpty()) {
                throw e;
            }
            throw new UnsupportedOperationException(e.getMessage() + " (chosen by " + memorySourceChosenBy + ")", e);
        }
    }

    /** Looks with the caller's class loader first, then with the one that loaded this class (plug-in containers). */
    private static AllocatorProvider provider() {
        return ServiceLoader.load(AllocatorProvider.class)
                .findFirst()
                .or(() -> ServiceLoader.load(AllocatorProvider.class, AllocatorBuilder.class.getClassLoader())
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException(
                        "no implementation of hakmem found: put hakmem.malloc on the module path or the class path"));
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Set<Hardening> parseHardening(String text) {
        try {
            return Hardening.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Hakmem.HARDENED_PROPERTY + ": " + e.getMessage(), e);
        }
    }
}
