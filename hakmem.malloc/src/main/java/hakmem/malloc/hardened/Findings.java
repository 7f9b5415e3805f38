package hakmem.malloc.hardened;

import hakmem.api.MemoryCorruptionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was found and not thrown yet: blocks are looked at in the middle of calls that have work to finish first, and by the
 * housekeeper, who has nobody to throw it at. Safe for use by several threads.
 */
final class Findings {
    private final AtomicReference<MemoryCorruptionException> found = new AtomicReference<>();

    /** Keeps what was found, unless it is null. */
    void add(MemoryCorruptionException wrong) {
        if (wrong != null) {
            found.accumulateAndGet(wrong, Findings::join);
        }
    }

    void throwIfAny() {
        if (found.get() != null) {
            MemoryCorruptionException wrong = found.getAndSet(null);
            if (wrong != null) {
                throw wrong;
            }
        }
    }

    private static MemoryCorruptionException join(MemoryCorruptionException first, MemoryCorruptionException second) {
        if (first == null) {
            return second;
        }
        first.addSuppressed(second);
        return first;
    }
}
