package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Hakmem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HousekeeperTest {
    /** Waits for what the housekeeper does by itself, without a sleep: the bound is the test's, not the figure. */
    @Test
    @Timeout(60)
    void memoryGoesBackThoughNobodyCallsTheAllocatorAnyMore() throws InterruptedException {
        try (MallocAllocator allocator = (MallocAllocator) Hakmem.builder().build()) {
            Thread thread = new Thread(() -> {
                List<Long> blocks = new ArrayList<>();
                for (int i = 0; i < 20_000; i++) {
                    blocks.add(allocator.malloc(i % 9000));
                }
                blocks.add(allocator.malloc(10 << 20));
                blocks.forEach(allocator::free);
            });
            thread.start();
            thread.join();
            while (allocator.stats().committedBytes() > 0) {
                Thread.onSpinWait();
            }
            assertThat(allocator.stats().superSlabs()).isZero();
            allocator.validate();
        }
    }

    /** An empty slab is unused once its memory was discarded; what is committed stays as it is. */
    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void slabsNobodyUsesLoseTheirMemoryThoughTheirSuperSlabIsInUse() {
        try (MallocAllocator allocator =
                (MallocAllocator) Hakmem.builder().memorySource("posix").build()) {
            long kept = allocator.malloc(100);
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                blocks.add(allocator.malloc(100));
            }
            blocks.forEach(allocator::free);
            long committed = allocator.stats().committedBytes();
            assertThat(allocator.stats().emptySlabs()).isPositive();
            while (allocator.stats().emptySlabs() > 0) {
                Thread.onSpinWait();
            }
            assertThat(allocator.stats().committedBytes()).isEqualTo(committed);
            allocator.validate();
            allocator.free(kept);
        }
    }

    @Test
    void oneDaemonThreadServesAllAllocators() {
        try (MallocAllocator first = (MallocAllocator) Hakmem.builder().build();
                MallocAllocator second = (MallocAllocator) Hakmem.builder().build()) {
            List<Thread> housekeepers = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("hakmem-housekeeper"))
                    .toList();
            assertThat(housekeepers).hasSize(1).allMatch(Thread::isDaemon);
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
    }

    /** Such as an error of the JVM while there is no Java heap left for a message. */
    @Test
    @Timeout(60)
    void anErrorThatCannotEvenBeLoggedEndsNothing() throws InterruptedException {
        FailingStrategy strategy = new FailingStrategy();
        CountDownLatch rounds = new CountDownLatch(2);
        strategy.beforeTrim = () -> {
            rounds.countDown();
            throw new Unspeakable();
        };
        try (MallocAllocator allocator = strategy.open()) {
            Housekeeper.register(allocator);
            rounds.await();
        }
    }

    private static final class Unspeakable extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }
}
