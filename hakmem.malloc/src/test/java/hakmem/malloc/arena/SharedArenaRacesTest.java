package hakmem.malloc.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SharedArenaRacesTest {
    private static final int THREADS = 3;
    private static final int BLOCKS = 3000;

    private final CountingChunks chunks = new CountingChunks();

    @RepeatedTest(5)
    void blocksOfSeveralThreadsAreZeroAndDoNotOverlap() throws Exception {
        try (Arena arena = Arenas.shared(chunks)) {
            assertThat(damagedBlocks(arena)).isZero();
        }
        assertThat(chunks.outstanding()).isZero();
    }

    /**
     * Broken on purpose: the carver without the lock of its arena. It carves where no chunk is, too, address 0 included, and
     * nothing checks what it makes; so what lies outside of the memory set aside for it is not touched, but counted.
     */
    @Test
    void blocksCarvedWithoutTheLockAreCaughtOverlapping() throws Exception {
        long damaged = 0;
        for (int round = 0; round < 200 && damaged == 0; round++) {
            try (Arena lifetime = Arena.ofShared()) {
                Pen pen = new Pen(lifetime.allocate(Pen.BYTES, 32));
                damaged = damagedBlocks(new Unlocked(lifetime, pen.takeFirst(Carver.FIRST), pen));
            }
        }
        assertThat(damaged).isPositive();
    }

    @RepeatedTest(20)
    void closeAmongAllocationsGivesEveryChunkBackOnceAndNobodyWritesAfterThat() throws Exception {
        Arena arena = Arenas.shared(chunks);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            tasks.add(() -> {
                try {
                    for (long i = 0; ; i++) {
                        arena.allocate(1 + i % 3000).fill((byte) 1);
                    }
                } catch (IllegalStateException expectedOnceClosed) {
                    return 0L;
                }
            });
        }
        tasks.add(() -> {
            arena.close();
            return 0L;
        });

        together(tasks);

        assertThat(arena.scope().isAlive()).isFalse();
        assertThat(chunks.outstanding()).isZero();
    }

    /** Every thread stamps its blocks; a block that was not zero, or lost its stamp, is damaged. */
    private static long damagedBlocks(Arena arena) throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            long stamp = thread + 1L;
            tasks.add(() -> stampAndVerify(arena, stamp));
        }
        return together(tasks);
    }

    private static long stampAndVerify(Arena arena, long stamp) {
        long damaged = 0;
        List<MemorySegment> mine = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            MemorySegment block;
            try {
                block = arena.allocate(16, 8);
            } catch (IndexOutOfBoundsException carvedOutsideThePen) {
                return damaged + 1;
            }
            damaged += block.get(ValueLayout.JAVA_LONG, 0) == 0 && block.get(ValueLayout.JAVA_LONG, 8) == 0 ? 0 : 1;
            block.set(ValueLayout.JAVA_LONG, 0, stamp);
            block.set(ValueLayout.JAVA_LONG, 8, i);
            mine.add(block);
        }
        for (int i = 0; i < BLOCKS; i++) {
            boolean intact = mine.get(i).get(ValueLayout.JAVA_LONG, 0) == stamp
                    && mine.get(i).get(ValueLayout.JAVA_LONG, 8) == i;
            damaged += intact ? 0 : 1;
        }
        return damaged;
    }

    private static long together(List<Callable<Long>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try (ExecutorService executor = Executors.newFixedThreadPool(tasks.size())) {
            List<Future<Long>> results = new ArrayList<>();
            for (Callable<Long> task : tasks) {
                results.add(executor.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            long sum = 0;
            for (Future<Long> result : results) {
                sum += result.get();
            }
            return sum;
        }
    }

    private record Unlocked(Arena lifetime, Carver carver, Pen pen) implements Arena {
        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            return pen.inside(carver.carve(byteSize, byteAlignment), byteSize).fill((byte) 0);
        }

        @Override
        public MemorySegment.Scope scope() {
            return lifetime.scope();
        }

        @Override
        public void close() {
            lifetime.close();
        }
    }

    /** Chunks one behind the other in one piece of memory, where blocks that overlap harm nobody else. */
    private record Pen(MemorySegment memory, AtomicLong used) implements FreshChunks {
        static final long BYTES = 4 << 20;

        Pen(MemorySegment memory) {
            this(memory, new AtomicLong());
        }

        MemorySegment inside(long block, long byteSize) {
            return memory.asSlice(block - memory.address(), byteSize);
        }

        @Override
        public long take(long byteSize) {
            return memory.asSlice(used.getAndAdd(byteSize), byteSize).address();
        }

        /** All of it goes at once, with the lifetime. */
        @Override
        public void give(long chunk) {}
    }
}
