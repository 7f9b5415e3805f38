package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.sharedpool.PoolStrategyException;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of an allocator while others are at it: the documented exception or success, and never a crash. */
class CloseTest {
    @ParameterizedTest
    @CsvSource({
        "recycling, posix, false",
        "fixed, posix, false",
        "locked, posix, false",
        "recycling, mapped, false",
        "recycling, posix, true",
        "recycling, mapped, true"
    })
    void closeAmongEverythingElse(String strategy, String source, String hardening) throws Exception {
        for (int round = 0; round < 15; round++) {
            Allocator allocator = Inside.open(strategy, source, hardening);
            List<FutureTask<Long>> tasks = new ArrayList<>();
            CyclicBarrier start = new CyclicBarrier(6);
            tasks.add(run(start, () -> small(allocator)));
            tasks.add(run(start, () -> large(allocator)));
            tasks.add(run(start, () -> segments(allocator)));
            tasks.add(run(start, () -> arenas(allocator)));
            tasks.add(run(start, () -> housekeeping(allocator)));
            start.await();
            long block = allocator.malloc(100);
            for (int i = 0; i < 20_000 * (round % 3); i++) {
                block = allocator.realloc(block, 100 + i % 5000);
            }
            allocator.close();
            for (FutureTask<Long> task : tasks) {
                // Each ends by the documented exception; any other is thrown here.
                assertThat(task.get()).isNotNegative();
            }
        }
    }

    @Test
    void aStrategyThatFailsAtItsEndKeepsNoMemory() {
        FailingStrategy strategy = new FailingStrategy();
        strategy.beforeClose = () -> {
            throw new UnsupportedOperationException("scripted");
        };
        MallocAllocator allocator = strategy.open();
        MemorySegment block = allocator.allocate(100, 8);
        MemorySegment large = allocator.allocate(3 << 20, 8);
        assertThatThrownBy(allocator::close).isInstanceOf(PoolStrategyException.class);
        assertThat(block.scope().isAlive()).isFalse();
        assertThat(large.scope().isAlive()).isFalse();
    }

    /** What it keeps for arenas goes back in between, and is the last that anybody has of the memory. */
    @Test
    void thePoolIsClosedBeforeTheRegionAlsoWhereAThreadKeepsAChunk() {
        FailingStrategy strategy = new FailingStrategy();
        MallocAllocator allocator = strategy.open();
        List<Boolean> openAtClose = new ArrayList<>();
        strategy.beforeClose =
                () -> openAtClose.add(allocator.region().segment().scope().isAlive());
        try (Arena arena = allocator.confinedArena()) {
            assertThat(arena.allocate(24).byteSize()).isEqualTo(24);
        }
        allocator.close();
        assertThat(openAtClose).containsExactly(true);
        assertThat(allocator.region().segment().scope().isAlive()).isFalse();
    }

    /** Such as the housekeeper that cannot be started. */
    @Test
    void aFailureAfterThePoolWasOpenedClosesItAndThenTheRegion() {
        for (boolean closeFails : new boolean[] {false, true}) {
            FailingStrategy strategy = new FailingStrategy();
            Region region = Region.reserve(
                    MemorySources.open(Optional.of("mapped")), 4 << 20, new MemoryBudget(Long.MAX_VALUE));
            List<Boolean> openAtClose = new ArrayList<>();
            strategy.beforeClose = () -> {
                openAtClose.add(region.segment().scope().isAlive());
                if (closeFails) {
                    throw new UnsupportedOperationException("scripted");
                }
            };
            assertThatThrownBy(() -> MallocProvider.open(strategy, region, pool -> {
                        throw new OutOfMemoryError("scripted");
                    }))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("scripted")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(closeFails ? 1 : 0));
            assertThat(openAtClose).containsExactly(true);
            assertThat(region.segment().scope().isAlive()).isFalse();
        }
    }

    /** Runs until the allocator is closed. */
    private static FutureTask<Long> run(CyclicBarrier start, Callable<Void> body) {
        FutureTask<Long> task = new FutureTask<>(() -> {
            start.await();
            long times = 0;
            try {
                while (true) {
                    body.call();
                    times++;
                }
            } catch (IllegalStateException closed) {
                return times;
            }
        });
        new Thread(task).start();
        return task;
    }

    private static Void small(Allocator allocator) {
        long[] blocks = new long[50];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = allocator.malloc(16 + i * 20);
        }
        for (long block : blocks) {
            allocator.free(block);
        }
        return null;
    }

    private static Void large(Allocator allocator) {
        long run = allocator.malloc(200_000);
        long mapping = allocator.calloc(3 << 20, 1);
        allocator.free(run);
        allocator.free(allocator.realloc(mapping, 4 << 20));
        return null;
    }

    private static Void segments(Allocator allocator) {
        MemorySegment segment = allocator.allocate(1000, 8);
        segment.fill((byte) 1);
        assertThat(segment.get(ValueLayout.JAVA_BYTE, 999)).isEqualTo((byte) 1);
        allocator.free(segment);
        return null;
    }

    private static Void arenas(Allocator allocator) {
        try (Arena arena = allocator.confinedArena()) {
            arena.allocate(5000).fill((byte) 1);
            arena.allocate(100_000).fill((byte) 1);
        }
        return null;
    }

    private static Void housekeeping(Allocator allocator) {
        allocator.trim();
        allocator.stats();
        return null;
    }
}
