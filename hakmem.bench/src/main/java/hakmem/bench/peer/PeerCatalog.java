package hakmem.bench.peer;

import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemorySourceProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The allocators known by name. Safe for use by several threads. */
public final class PeerCatalog {
    /** What hakmem is called. */
    public static final String HAKMEM = "hakmem";

    /** What the pool of hakmem alone is called, before its strategy. */
    public static final String POOL = "pool";

    /** Stands for every pool strategy found, alone. */
    public static final String ALL_POOLS = POOL + ":*";

    /** The usual base line: what C programs have, called as fast as Java can. */
    public static final String GLIBC_CRITICAL = "glibc-critical";

    /** The workload's loop without an allocator. */
    public static final String NONE = "none";

    private static final String CRITICAL = "-critical";

    private static final List<PeerKind> OTHERS = List.of(
            new PeerKind(
                    "glibc",
                    "malloc and free of the C library through ordinary downcalls",
                    () -> Downcalls.glibc(false)),
            new PeerKind(
                    GLIBC_CRITICAL,
                    "the same through critical downcalls, the fastest way to call C from Java",
                    () -> Downcalls.glibc(true)),
            library("jemalloc", false),
            library("jemalloc", true),
            library("mimalloc", false),
            library("mimalloc", true),
            library("rpmalloc", false),
            library("rpmalloc", true),
            library("tcmalloc", false),
            library("tcmalloc", true),
            new PeerKind("unsafe", "sun.misc.Unsafe, which JDK 25 still has; it calls the C library", UnsafePeer::open),
            new PeerKind(
                    "confined",
                    "a confined JDK arena for each block. Only its own thread may close it, so before a thread is"
                            + " replaced it closes all it holds, and its successor allocates as many of the same sizes"
                            + " (uncounted; with Larson's figures 1 % more work); workloads that hand blocks over"
                            + " skip it",
                    ArenaPeer::confined),
            new PeerKind("shared", "a shared JDK arena for each block", ArenaPeer::shared),
            new PeerKind(
                    "netty-pooled",
                    "direct buffers of a PooledByteBufAllocator, on Netty's threads",
                    () -> NettyPeer.pooled(true)),
            new PeerKind("netty-pooled-plain", "the same on ordinary threads", () -> NettyPeer.pooled(false)),
            new PeerKind(
                    "netty-adaptive",
                    "direct buffers of an AdaptiveByteBufAllocator, on Netty's threads",
                    () -> NettyPeer.adaptive(true)),
            new PeerKind("netty-adaptive-plain", "the same on ordinary threads", () -> NettyPeer.adaptive(false)),
            new PeerKind(NONE, "no allocator: what the workload's own loop takes; cannot be verified", NoPeer::open));

    private PeerCatalog() {}

    /**
     * Finds an allocator.
     *
     * @param name its name
     * @return the allocator, not opened
     * @throws IllegalArgumentException if the name is unknown, or the name or a system property names a strategy or memory
     *     source that was not found, the message lists those that were; or if another system property is bad
     */
    public static PeerKind find(String name) {
        Optional<HakmemName> hakmem = HakmemName.parse(name);
        if (hakmem.isPresent()) {
            Hakmem.builder(); // refuses a bad limit
            hakmem.get().strategy().or(() -> property(Hakmem.POOL_PROPERTY)).ifPresent(SharedPools::find);
            hakmem.get().source().or(() -> property(Hakmem.MEMORY_PROPERTY)).ifPresent(PeerCatalog::checkSource);
            return hakmem(name, "hakmem", hakmem.get());
        }
        Optional<HakmemName> pool = HakmemName.parsePool(name);
        if (pool.isPresent()) {
            pool.get().strategy().ifPresent(SharedPools::find);
            pool.get().source().ifPresent(PeerCatalog::checkSource);
            return new PeerKind(name, "a pool strategy alone", () -> PoolPeer.open(pool.get()));
        }
        return Stream.concat(OTHERS.stream(), CAllocators.all().stream())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown allocator \"%s\"; known are %s, hakmem@SOURCE, and %s"
                                .formatted(name, names(all()), names(CAllocators.all()))));
    }

    /**
     * All allocators there are names for: hakmem, hakmem with each strategy found, and the others.
     *
     * @return the allocators, not opened
     */
    public static List<PeerKind> all() {
        List<PeerKind> kinds = new ArrayList<>(strategies());
        kinds.addFirst(hakmem(
                HAKMEM,
                "with its defaults; hakmem@SOURCE and hakmem:STRATEGY@SOURCE choose a memory source; +poison,"
                        + " +quarantine, +guard, +random, +decommit behind any of these, or +hardened for all, protect",
                new HakmemName(Optional.empty(), Optional.empty())));
        kinds.add(
                1,
                hakmem(
                        HAKMEM + "+hardened",
                        "with every protection on",
                        new HakmemName(
                                Optional.empty(), Optional.empty(), Optional.of(EnumSet.allOf(Hardening.class)))));
        kinds.addAll(OTHERS);
        return kinds;
    }

    /**
     * hakmem with each strategy found.
     *
     * @return the allocators, not opened, by name
     */
    public static List<PeerKind> strategies() {
        return SharedPools.providers().stream()
                .sorted(Comparator.comparing(SharedPoolProvider::name))
                .map(provider -> hakmem(
                        HAKMEM + ":" + provider.name(),
                        provider.description(),
                        new HakmemName(Optional.of(provider.name()), Optional.empty())))
                .toList();
    }

    /**
     * The pools of hakmem alone, with each strategy found; they are for the workload that has slabs for blocks.
     *
     * @return the pools, not opened, by name
     */
    public static List<PeerKind> pools() {
        return SharedPools.providers().stream()
                .sorted(Comparator.comparing(SharedPoolProvider::name))
                .map(provider -> new PeerKind(
                        POOL + ":" + provider.name(),
                        provider.description(),
                        () -> PoolPeer.open(new HakmemName(Optional.of(provider.name()), Optional.empty()))))
                .toList();
    }

    /**
     * Whether a name is that of a pool alone.
     *
     * @param name a name
     * @return true if it is
     */
    public static boolean isPool(String name) {
        return HakmemName.parsePool(name).isPresent();
    }

    private static String names(List<PeerKind> kinds) {
        return kinds.stream().map(PeerKind::name).collect(Collectors.joining(", "));
    }

    private static PeerKind library(String name, boolean critical) {
        return new PeerKind(
                critical ? name + CRITICAL : name,
                critical
                        ? "the same through critical downcalls"
                        : "malloc and free of " + name + " through ordinary downcalls",
                () -> Downcalls.library(name, critical));
    }

    private static PeerKind hakmem(String name, String description, HakmemName chosen) {
        return new PeerKind(name, description, () -> HakmemPeer.open(chosen));
    }

    /** As the builder reads it. */
    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static void checkSource(String name) {
        List<String> found = MemorySources.providers().stream()
                .map(MemorySourceProvider::name)
                .sorted()
                .toList();
        if (!found.contains(name)) {
            throw new IllegalArgumentException(
                    "unknown memory source \"%s\"; found: %s".formatted(name, String.join(", ", found)));
        }
    }
}
