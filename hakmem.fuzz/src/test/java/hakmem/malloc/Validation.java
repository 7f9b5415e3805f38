package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.malloc.hardened.HardenedAllocator;

/** Lets programs check the equations of every structure, which the public API does not offer. */
public final class Validation {
    private Validation() {}

    /**
     * Checks an allocator no other thread is using.
     *
     * @param allocator passed over unless it is of this project
     * @throws AssertionError if an equation does not hold
     */
    public static void validate(Allocator allocator) {
        switch (allocator) {
            case MallocAllocator ours -> ours.validate();
            case HardenedAllocator ours -> ours.validate();
            default -> {} // a test's own
        }
    }
}
