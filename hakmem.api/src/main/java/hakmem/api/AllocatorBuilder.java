package hakmem.api;

import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects options, starting from the system properties, and hands them to the first provider found. */
final class AllocatorBuilder implements Allocator.Builder {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmgt]?)b?");

    private Optional<String> pool = property(Hakmem.POOL_PROPERTY);
    private Optional<String> memorySource = property(Hakmem.MEMORY_PROPERTY);
    private long limit =
            property(Hakmem.LIMIT_PROPERTY).map(AllocatorBuilder::parseSize).orElse(Long.MAX_VALUE);
    private boolean hardened = property(Hakmem.HARDENED_PROPERTY)
            .map(AllocatorBuilder::parseBoolean)
            .orElse(false);

    @Override
    public Allocator.Builder pool(String strategy) {
        pool = Optional.of(Objects.requireNonNull(strategy, "strategy"));
        return this;
    }

    @Override
    public Allocator.Builder memorySource(String name) {
        memorySource = Optional.of(Objects.requireNonNull(name, "name"));
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
        hardened = on;
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
        return provider().create(new AllocatorOptions(pool, memorySource, limit, hardened, processWide));
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

    private static long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)) * 10;
            if (number > 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException(
                Hakmem.LIMIT_PROPERTY + " must be a positive size such as 512m or 4g: " + text);
    }

    private static boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(Hakmem.HARDENED_PROPERTY + " must be true or false: " + text);
        };
    }
}
