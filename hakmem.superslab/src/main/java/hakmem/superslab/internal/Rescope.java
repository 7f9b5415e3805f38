package hakmem.superslab.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Gives memory of a region the lifetime of an arena, for arenas built over the allocator. It is here because the call is
 * restricted, and this is the only module with restricted calls. Safe for use by several threads.
 */
public final class Rescope {
    private Rescope() {}

    /**
     * Memory with the lifetime, and the confinement, of an arena. The memory must stay committed until the arena is closed:
     * that is the caller's promise, which nothing checks.
     *
     * @param address where it starts
     * @param byteSize its size in bytes
     * @param arena whose lifetime the result has
     * @return a segment that fails once the arena is closed
     * @throws IllegalCallerException if native access is denied to this module
     * @throws IllegalStateException if the arena is closed
     */
    @SuppressWarnings("restricted")
    public static MemorySegment segment(long address, long byteSize, Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(byteSize, arena, null);
    }

    /**
     * Whether this module has been granted native access, on the command line or by a restricted call it has made before,
     * about which the JVM has warned then. Asking makes no restricted call, so that a program that uses none is not warned.
     *
     * @return true if {@link #segment} works without a warning
     */
    public static boolean isGranted() {
        return Rescope.class.getModule().isNativeAccessEnabled();
    }

    /**
     * Whether this module may make restricted calls. It finds out by making one that has no effect, which costs
     * nanoseconds; where native access is neither granted nor denied the JVM warns once.
     *
     * @return false if {@link #segment} would throw {@link IllegalCallerException}
     */
    @SuppressWarnings({"restricted", "CheckReturnValue"})
    public static boolean isPermitted() {
        try {
            MemorySegment.NULL.reinterpret(0);
            return true;
        } catch (IllegalCallerException _) {
            return false;
        }
    }
}
