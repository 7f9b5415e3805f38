package example.app;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Chooses the strategy by name and puts it to work: several threads that free each other's blocks, all sizes. */
final class Main {
    private static final int THREADS = 4;
    private static final int OPERATIONS = 100_000;
    private static final int SLOTS = 4000;
    private static final long SEED = 2026;

    private Main() {}

    public static void main(String[] args) throws Exception {
        String strategy = args[0];
        unknownNameListsIt(strategy);
        try (Allocator allocator =
                Hakmem.builder().pool(strategy).limit(512L << 20).build()) {
            require(allocator.stats().poolStrategy().equals(strategy), "the allocator uses " + strategy);
            handOver(allocator);
            doubleFreeIsRefused(allocator);
            AllocatorStats after = allocator.stats();
            require(after.liveBlocks() == 0 && after.liveBytes() == 0, "nothing is live: " + after);
            long givenBack = allocator.trim();
            AllocatorStats trimmed = allocator.stats();
            require(trimmed.committedBytes() <= after.committedBytes(), "trimming does not commit");
            System.out.println("OK " + strategy + " of " + place() + ": " + after.pool() + ", trim gave back "
                    + givenBack + " of " + after.committedBytes() + " bytes");
        }
    }

    private static String place() {
        return Main.class.getModule().isNamed() ? "the module path" : "the class path";
    }

    private static void unknownNameListsIt(String strategy) {
        try {
            Hakmem.builder().pool("no-such-strategy").build().close();
        } catch (IllegalArgumentException e) {
            require(e.getMessage().contains(strategy), "the strategies found are listed: " + e.getMessage());
            return;
        }
        throw new AssertionError("an unknown strategy was accepted");
    }

    /** Each thread replaces blocks at random in slots all share: most blocks are freed by another thread. */
    private static void handOver(Allocator allocator) throws Exception {
        AtomicReferenceArray<MemorySegment> slots = new AtomicReferenceArray<>(SLOTS);
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(SEED + thread);
                results.add(executor.submit(() -> {
                    for (int i = 0; i < OPERATIONS; i++) {
                        MemorySegment block = allocator.allocate(sizeOf(random), 8);
                        block.set(ValueLayout.JAVA_LONG, 0, ~block.address());
                        block.set(ValueLayout.JAVA_LONG_UNALIGNED, block.byteSize() - 8, block.byteSize());
                        checkAndFree(allocator, slots.getAndSet(random.nextInt(SLOTS), block));
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            checkAndFree(allocator, slots.get(slot));
        }
    }

    /** Mostly small; one in a thousand needs a run of slabs. */
    private static long sizeOf(Random random) {
        return random.nextInt(1000) == 0 ? 40_000 + random.nextInt(400_000) : 16 + random.nextInt(2000);
    }

    private static void checkAndFree(Allocator allocator, MemorySegment block) {
        if (block != null) {
            boolean whole = block.get(ValueLayout.JAVA_LONG, 0) == ~block.address()
                    && block.get(ValueLayout.JAVA_LONG_UNALIGNED, block.byteSize() - 8) == block.byteSize();
            require(whole, "the contents of a block are whole, seed " + SEED);
            allocator.free(block);
        }
    }

    private static void doubleFreeIsRefused(Allocator allocator) {
        long block = allocator.malloc(100);
        allocator.free(block);
        try {
            allocator.free(block);
        } catch (DoubleFreeException expected) {
            return;
        }
        throw new AssertionError("a double free was accepted");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
