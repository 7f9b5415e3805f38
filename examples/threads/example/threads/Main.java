package example.threads;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Producers and consumers on pools of platform threads and on virtual threads; an arena for several threads. */
final class Main {
    private static final int MESSAGES = 20_000;

    private Main() {}

    public static void main(String[] args) throws Exception {
        try (Allocator allocator = Hakmem.builder().build()) {
            try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
                handOver(allocator, pool);
            }
            System.out.println(
                    "OK a pool of platform threads: " + MESSAGES + " blocks freed by who did not allocate them");
            try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
                handOver(allocator, virtual);
                oneTaskABlock(allocator, virtual);
            }
            AllocatorStats stats = allocator.stats();
            require(stats.threadHeaps() < 1000, "heaps are not as many as threads");
            System.out.println("OK virtual threads: 10000 and more, " + stats.threadHeaps() + " heaps");
            sharedArena(allocator);
            require(allocator.stats().liveBlocks() == 0, "nothing is left");
        }
    }

    /** The queue is the happens-before edge: what is written before put is read after take. */
    private static void handOver(Allocator allocator, ExecutorService threads) throws Exception {
        BlockingQueue<MemorySegment> queue = new ArrayBlockingQueue<>(64);
        Future<?> producer = threads.submit(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                MemorySegment message = allocator.allocate(16 + i % 1000, 8);
                message.set(ValueLayout.JAVA_LONG, 0, i);
                queue.put(message);
            }
            return null;
        });
        Future<?> consumer = threads.submit(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                MemorySegment message = queue.take();
                require(message.get(ValueLayout.JAVA_LONG, 0) == i, "message " + i + " is whole");
                allocator.free(message);
            }
            return null;
        });
        producer.get();
        consumer.get();
    }

    private static void oneTaskABlock(Allocator allocator, ExecutorService threads) throws Exception {
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            tasks.add(threads.submit(() -> {
                try (Arena arena = allocator.confinedArena()) {
                    arena.allocate(100);
                    Thread.yield();
                }
            }));
        }
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    private static void sharedArena(Allocator allocator) throws Exception {
        try (Arena arena = allocator.sharedArena();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            MemorySegment sums = arena.allocate(ValueLayout.JAVA_LONG, 4);
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long index = i;
                tasks.add(threads.submit(() -> sums.setAtIndex(ValueLayout.JAVA_LONG, index, index)));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            long sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += sums.getAtIndex(ValueLayout.JAVA_LONG, i);
            }
            require(sum == 6, "each thread has written its part");
        }
        System.out.println("OK a shared arena, written by four threads");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
