package example.limits;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hakmem;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/** Fills an allocator to its limit, watches it, empties it and gives the memory back; with each memory source. */
final class Main {
    private static final long LIMIT = 64L << 20;

    private Main() {}

    public static void main(String[] args) {
        for (String source : args) {
            try (Allocator allocator =
                    Hakmem.builder().memorySource(source).limit(64L << 20).build()) {
                fillAndEmpty(allocator, source);
            }
        }
    }

    private static void fillAndEmpty(Allocator allocator, String source) {
        Deque<MemorySegment> blocks = new ArrayDeque<>();
        long peak = 0;
        try {
            while (true) {
                blocks.push(allocator.allocate(1000 + 37 * (blocks.size() % 1000)));
                peak = Math.max(peak, allocator.stats().committedBytes());
            }
        } catch (OffHeapOutOfMemoryError e) {
            require(!blocks.isEmpty(), "something was allocated before: " + e.getMessage());
        }
        AllocatorStats full = allocator.stats();
        require(peak <= LIMIT && full.committedBytes() <= LIMIT, "the limit is kept: " + full);
        addsUp(full);
        System.out.println("OK " + source + " full: " + watch(allocator));

        while (!blocks.isEmpty()) {
            allocator.free(blocks.pop());
        }
        allocator.trim();
        AllocatorStats empty = allocator.stats();
        require(empty.liveBlocks() == 0 && empty.liveBytes() == 0, "nothing is live: " + empty);
        addsUp(empty);
        // A mapped file keeps its memory until it is closed.
        require(source.equals("mapped") == empty.committedBytes() > 0, "given back: " + empty);
        System.out.println("OK " + source + " trimmed: " + watch(allocator));
    }

    static String watch(Allocator allocator) {
        AllocatorStats stats = allocator.stats();
        return "live %d, committed %d, of it free in slabs %d, cached %d bytes; Java heap %d bytes; %d heaps"
                .formatted(
                        stats.liveBytes(),
                        stats.committedBytes(),
                        stats.freeBytes(),
                        stats.cachedBytes(),
                        stats.metadataBytes(),
                        stats.threadHeaps());
    }

    private static void addsUp(AllocatorStats stats) {
        long sum = stats.liveBytes()
                + stats.freeBytes()
                + stats.quarantinedBytes()
                + (stats.emptySlabs() + stats.unusedSlabs()) * 65536
                + stats.cachedBytes();
        require(sum == stats.committedBytes(), "the figures add up: " + stats);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
