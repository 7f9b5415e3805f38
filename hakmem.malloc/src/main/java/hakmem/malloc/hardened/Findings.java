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
        // No lambda: the first one that is found must not be lost because the Java heap is full.
        while (wrong != null && !found.compareAndSet(null, wrong)) {
            MemoryCorruptionException first = found.getAndSet(null);
            if (first != null) {
                try {
                    first.addSuppressed(wrong);
                } finally {
                    add(first); // also if the Java heap has no room for the other
                }
                return;
            }
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
}
