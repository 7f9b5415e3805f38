package hakmem.plugin;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A program that makes an allocator and then does with it all that can be done; run by a test in a JVM of its own. */
public final class UseEverything {
    /** Printed when the allocator is made. */
    public static final String MADE = "the allocator is made";

    /** Printed when all is done. */
    public static final String DONE = "all is done";

    private static final long[] SIZES = {1, 100, 3000, 30_000, 60_000, 300_000, 1_100_000, 3_000_000};

    private UseEverything() {}

    /**
     * Says when the allocator is made, and when all is done.
     *
     * @param args the pool strategy, and what to see to, as the system property has it
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        Allocator allocator = Hakmem.builder()
                .pool(args[0])
                .limit(64 << 20)
                .hardened(Hardening.parse(args[1]))
                .build();
        try (allocator) {
            System.out.println(MADE);
            use(allocator);
            Thread.ofPlatform().start(() -> use(allocator)).join();
            Thread.ofVirtual().start(() -> use(allocator)).join();
            freeElsewhere(allocator);
            useUp(allocator);
            allocator.trim();
            System.out.println(allocator.stats());
        }
        System.out.println(DONE);
    }

    private static void use(Allocator allocator) {
        for (long size : SIZES) {
            freeWrongly(allocator, allocator.malloc(size));
            allocator.free(allocator.calloc(1, size));
            allocator.free(allocator.alignedAlloc(4096, size));
            allocator.free(allocator.realloc(allocator.malloc(size), 2 * size));
            MemorySegment block = allocator.allocate(size, 64);
            block = allocator.reallocate(block, 3 * size);
            allocator.free(block);
            try (Arena outer = allocator.confinedArena();
                    Arena inner = allocator.confinedArena();
                    Arena shared = allocator.sharedArena()) {
                outer.allocate(size);
                inner.allocate(size);
                shared.allocate(size);
            }
        }
    }

    private static void freeWrongly(Allocator allocator, long address) {
        tryFree(allocator, address + 8);
        allocator.usableSize(address);
        allocator.free(address);
        tryFree(allocator, address);
    }

    private static void tryFree(Allocator allocator, long address) {
        try {
            allocator.free(address);
        } catch (InvalidFreeException e) {
            if (e.getMessage().isEmpty()) {
                throw e;
            }
        }
    }

    /** By another thread while the owner lives, and after its end. */
    private static void freeElsewhere(Allocator allocator) throws InterruptedException {
        long[] mine = allocated(allocator);
        Thread.ofPlatform().start(() -> freeAll(allocator, mine)).join();
        long[][] orphans = new long[1][];
        Thread.ofPlatform().start(() -> orphans[0] = allocated(allocator)).join();
        freeAll(allocator, orphans[0]);
        use(allocator); // collects
    }

    private static long[] allocated(Allocator allocator) {
        long[] blocks = new long[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            blocks[i] = allocator.malloc(SIZES[i]);
        }
        return blocks;
    }

    private static void freeAll(Allocator allocator, long[] blocks) {
        for (long block : blocks) {
            allocator.free(block);
        }
    }

    private static void useUp(Allocator allocator) {
        for (long size : SIZES) {
            long[] blocks = new long[1 << 16];
            int count = 0;
            try {
                while (count < blocks.length) {
                    blocks[count] = allocator.malloc(size);
                    count++;
                }
            } catch (OffHeapOutOfMemoryError e) {
                System.out.println(e.getMessage());
            }
            while (count > 0) {
                allocator.free(blocks[--count]);
            }
        }
    }
}
