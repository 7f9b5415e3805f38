package example.outofmemory;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.OffHeapOutOfMemoryError;
import java.util.Arrays;
import java.util.Random;

/** Puts far more into a cache than there is memory. */
final class Main {
    private static final long SEED = 2026;
    private static final int VALUES = 20_000;

    private Main() {}

    public static void main(String[] args) {
        try (Allocator allocator = Hakmem.builder().limit(32L << 20).build()) {
            evicts(allocator);
            tooLargeForAny(allocator);
            reallocLeavesTheBlock(allocator);
            require(allocator.stats().liveBlocks() == 0, "nothing is lost");
        }
    }

    private static void evicts(Allocator allocator) {
        Cache cache = new Cache(allocator);
        Random random = new Random(SEED);
        long bytes = 0;
        for (int key = 0; key < VALUES; key++) {
            byte[] value = new byte[1 + random.nextInt(50_000)];
            Arrays.fill(value, (byte) key);
            require(cache.put(key, value), "there is room for one value");
            require(Arrays.equals(cache.get(key), value), "it is there, seed " + SEED);
            require(allocator.stats().committedBytes() <= 32L << 20, "the limit is kept");
            bytes += value.length;
        }
        require(cache.evictions() == VALUES - cache.size(), "each value is there or was evicted");
        System.out.println("OK " + bytes + " bytes put into 32 MiB: " + cache.size() + " values left, "
                + cache.evictions() + " evicted");
        cache.clear();
    }

    private static void tooLargeForAny(Allocator allocator) {
        try {
            allocator.malloc(33L << 20);
            throw new AssertionError("more than the limit was allocated");
        } catch (OffHeapOutOfMemoryError e) {
            System.out.println("OK refused: " + e.getMessage());
        }
        require(!new Cache(allocator).put(0, new byte[33 << 20]), "the cache says so");
    }

    private static void reallocLeavesTheBlock(Allocator allocator) {
        long block = allocator.malloc(100);
        try {
            allocator.realloc(block, 1L << 40);
            throw new AssertionError("more than the limit was allocated");
        } catch (OffHeapOutOfMemoryError e) {
            require(allocator.usableSize(block) >= 100, "the block is live");
        }
        allocator.free(block);
        System.out.println("OK a refused realloc leaves the block as it was");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
