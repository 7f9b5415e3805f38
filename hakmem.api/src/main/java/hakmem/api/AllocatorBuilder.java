package hakmem.api;

import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import hakmem.api.spi.ByteSizes;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Collects options, starting from the system properties, and hands them to the first provider found. Without lambdas: the first
 * one takes a program's start several milliseconds.
 */
final class AllocatorBuilder implements Allocator.Builder {
    private Optional<String> pool = property(Hakmem.POOL_PROPERTY);
    private Optional<String> memorySource = property(Hakmem.MEMORY_PROPERTY);
    private String memorySourceChosenBy = "the system property " + Hakmem.MEMORY_PROPERTY;
    private long limit = limitProperty();
    private Set<Hardening> hardening = hardeningProperty();

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
        Optional<AllocatorProvider> found =
                ServiceLoader.load(AllocatorProvider.class).findFirst();
        if (found.isEmpty()) {
            found = ServiceLoader.load(AllocatorProvider.class, AllocatorBuilder.class.getClassLoader())
                    .findFirst();
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "no implementation of hakmem found: put hakmem.malloc on the module path or the class path");
        }
        return found.get();
    }

    private static Optional<String> property(String name) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private static long limitProperty() {
        Optional<String> text = property(Hakmem.LIMIT_PROPERTY);
        return text.isPresent() ? ByteSizes.parse(Hakmem.LIMIT_PROPERTY, text.get()) : Long.MAX_VALUE;
    }

    private static Set<Hardening> hardeningProperty() {
        Optional<String> text = property(Hakmem.HARDENED_PROPERTY);
        try {
            return text.isPresent() ? Hardening.parse(text.get()) : Set.of();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Hakmem.HARDENED_PROPERTY + ": " + e.getMessage(), e);
        }
    }
}
