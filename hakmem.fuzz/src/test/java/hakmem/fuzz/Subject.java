package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import java.util.Set;

/** Every strategy on every memory source. */
enum Subject {
    RECYCLING_POSIX("recycling", "posix"),
    FIXED_POSIX("fixed", "posix"),
    LOCKED_POSIX("locked", "posix"),
    RECYCLING_MAPPED("recycling", "mapped"),
    FIXED_MAPPED("fixed", "mapped"),
    LOCKED_MAPPED("locked", "mapped");

    /** Bytes committed at most: room for the largest block once. */
    static final long LIMIT = 64L << 20;

    /** Whether memory goes back when it is decommitted. */
    final boolean givesBack;

    private final String pool;
    private final String memory;

    Subject(String pool, String memory) {
        this.pool = pool;
        this.memory = memory;
        this.givesBack = memory.equals("posix");
    }

    Allocator open() {
        return open(Set.of());
    }

    Allocator open(Set<Hardening> hardening) {
        return Hakmem.builder()
                .pool(pool)
                .memorySource(memory)
                .limit(LIMIT)
                .hardened(hardening)
                .build();
    }
}
