package hakmem.plugin;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;

/** A program with two allocators, of which one is the first of the process; run by a test in a JVM of its own. */
public final class UseTwoAllocators {
    private UseTwoAllocators() {}

    /**
     * Says of which class each is, and what becomes of frees right and wrong.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (Allocator first = Hakmem.builder().build();
                Allocator later = Hakmem.builder().build()) {
            use(first, later);
            use(later, first);
        }
    }

    private static void use(Allocator allocator, Allocator other) {
        System.out.println(allocator.getClass().getSimpleName());
        allocator.malloc(100); // the slow way, which gets the slab
        long block = allocator.malloc(100);
        long next = allocator.malloc(100);
        System.out.println("apart " + (next - block));
        tryFree(allocator, -1);
        tryFree(allocator, block + 16);
        tryFree(other, block);
        tryFree(allocator, next);
        tryFree(allocator, next);
        tryFree(allocator, block);
        tryFree(allocator, block);
        System.out.println("live " + allocator.stats().liveBlocks());
    }

    private static void tryFree(Allocator allocator, long address) {
        try {
            allocator.free(address);
            System.out.println("freed");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getClass().getSimpleName());
        }
    }
}
