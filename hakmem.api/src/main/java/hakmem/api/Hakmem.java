package hakmem.api;

/**
 * The door to hakmem: the allocator of the process, and a builder for allocators of one's own.
 *
 * <p>The defaults of both are set by the system properties {@value #POOL_PROPERTY}, {@value #MEMORY_PROPERTY},
 * {@value #LIMIT_PROPERTY}, {@value #HARDENED_PROPERTY} and {@value #HUGE_PAGES_PROPERTY}. All methods are safe for use by several threads.
 */
public final class Hakmem {
    /** The system property that names the default pool strategy, such as {@code recycling}. */
    public static final String POOL_PROPERTY = "hakmem.pool";

    /** The system property that names the default memory source, such as {@code posix}. */
    public static final String MEMORY_PROPERTY = "hakmem.memory";

    /** The system property with the default limit of committed bytes: digits, then optionally k, m, g or t. */
    public static final String LIMIT_PROPERTY = "hakmem.limit";

    /**
     * The system property that says how allocators are hardened by default: {@code true}, {@code false}, or a list of
     * {@link Hardening} such as {@code poison,quarantine}.
     */
    public static final String HARDENED_PROPERTY = "hakmem.hardened";

    /**
     * The system property that says whether the memory source {@code posix} asks the system for transparent huge pages:
     * {@code always}, {@code never}, or {@code default}, which leaves it to the system's own setting. It is read when an
     * allocator is built, and only Linux has them. With huge pages fewer page faults fill large memory, and addresses are
     * found faster; but a program that touches little of much has up to 512 times as much resident.
     */
    public static final String HUGE_PAGES_PROPERTY = "hakmem.hugepages";

    private Hakmem() {}

    /**
     * The allocator of the process, made at the first call and never closed.
     *
     * @return the same allocator at every call
     * @throws IllegalArgumentException if a system property is bad: at every call, for the properties are read once
     * @throws IllegalStateException if no implementation is on the module path or the class path, or the memory source
     *     that the property names does not work here
     * @throws OffHeapOutOfMemoryError if not even the smallest region could be reserved
     */
    public static Allocator allocator() {
        Allocator allocator = ProcessWide.ALLOCATOR;
        if (allocator == null) {
            throw ProcessWide.failure();
        }
        return allocator;
    }

    /**
     * Starts an allocator of one's own, with the defaults of the system properties.
     *
     * @return a new builder
     * @throws IllegalArgumentException if a system property is bad
     */
    public static Allocator.Builder builder() {
        return new AllocatorBuilder();
    }

    /**
     * Holds the allocator in a constant, which the compilers fold. A failure is kept rather than thrown: an exception
     * in a static initializer would hide its reason from the second caller on.
     */
    private static final class ProcessWide {
        static final Allocator ALLOCATOR;
        private static final Throwable FAILURE;

        static {
            Allocator allocator = null;
            Throwable failure = null;
            try {
                allocator = new AllocatorBuilder().buildProcessWide();
            } catch (RuntimeException | OffHeapOutOfMemoryError e) {
                failure = e;
            }
            ALLOCATOR = allocator;
            FAILURE = failure;
        }

        static RuntimeException failure() {
            return switch (FAILURE) {
                case IllegalArgumentException e -> new IllegalArgumentException(e.getMessage(), e);
                case OffHeapOutOfMemoryError e -> throw new OffHeapOutOfMemoryError(e.getMessage());
                case Throwable e -> new IllegalStateException(e.getMessage(), e);
            };
        }
    }
}
