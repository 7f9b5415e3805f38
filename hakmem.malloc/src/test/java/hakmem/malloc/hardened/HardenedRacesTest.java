package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.malloc.Inside;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two threads free the same blocks at once: one of the two frees each, and nothing is harmed. */
class HardenedRacesTest {
    private static final int BLOCKS = 500;
    private static final int ROUNDS = 20;

    @ParameterizedTest
    @Timeout(120)
    @CsvSource(
            delimiter = ';',
            value = {"true; 50", "poison; 50", "quarantine; 700", "guard; 50", "true; 40000"})
    void ofTwoFreesOneIsRefused(String hardening, long size) throws Exception {
        int blocks = size > 10_000 ? BLOCKS / 10 : BLOCKS;
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            AtomicLongArray shared = new AtomicLongArray(blocks);
            CyclicBarrier barrier = new CyclicBarrier(2, () -> {
                for (int i = 0; i < blocks; i++) {
                    shared.set(i, allocator.malloc(size));
                }
            });
            List<FutureTask<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                FutureTask<Integer> task = new FutureTask<>(() -> {
                    int refused = 0;
                    for (int round = 0; round < ROUNDS; round++) {
                        barrier.await();
                        refused += freeAll(allocator, shared);
                    }
                    return refused;
                });
                new Thread(task).start();
                tasks.add(task);
            }
            int refused = 0;
            for (FutureTask<Integer> task : tasks) {
                refused += task.get();
            }
            assertThat(refused).isEqualTo(blocks * ROUNDS);
            assertThat(allocator.stats().liveBlocks()).isZero();
            Inside.validate(allocator);
        }
    }

    private static int freeAll(Allocator allocator, AtomicLongArray shared) {
        int refused = 0;
        for (int i = 0; i < shared.length(); i++) {
            try {
                allocator.free(shared.get(i));
            } catch (DoubleFreeException e) {
                refused++;
            }
        }
        return refused;
    }
}
