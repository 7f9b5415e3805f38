package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.malloc.Inside;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two threads free the same blocks at once: one of the two frees each, and nothing is harmed. That both are let through shows with
 * the quarantine, where a block is then twice; else the allocator beneath would refuse one. {@code SlabRecordsTest} looks at what
 * decides alone.
 */
class HardenedRacesTest {
    private static final int BLOCKS = 500;
    private static final int ROUNDS = 100;

    /** Who is ahead waits so long for the other, so that they meet at a block as often as they can. */
    private static final int SPINS = 300;

    private static final long SEED = 20261123;

    @ParameterizedTest
    @Timeout(120)
    @CsvSource(
            delimiter = ';',
            value = {
                "true; 50",
                "poison; 50",
                "quarantine; 50",
                "quarantine; 700",
                "guard; 50",
                "random; 50",
                "true; 40000"
            })
    void ofTwoFreesOneIsRefused(String hardening, long size) throws Exception {
        int blocks = size > 10_000 ? BLOCKS / 10 : BLOCKS;
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            AtomicLongArray shared = new AtomicLongArray(blocks);
            AtomicIntegerArray positions = new AtomicIntegerArray(2);
            CyclicBarrier barrier = new CyclicBarrier(2, () -> {
                for (int i = 0; i < blocks; i++) {
                    shared.set(i, allocator.malloc(size));
                }
                positions.set(0, 0);
                positions.set(1, 0);
            });
            List<Integer> refused = Together.run(2, number -> {
                int refusals = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    barrier.await(60, TimeUnit.SECONDS); // longer only if the other thread has failed
                    refusals += freeAll(allocator, shared, positions, number);
                }
                return refusals;
            });
            assertThat(refused.get(0) + refused.get(1)).isEqualTo(blocks * ROUNDS);
            assertThat(allocator.stats().liveBlocks()).isZero();
            Inside.validate(allocator);
        }
    }

    private static int freeAll(Allocator allocator, AtomicLongArray shared, AtomicIntegerArray positions, int number) {
        int refused = 0;
        long random = SEED + number;
        for (int i = 0; i < shared.length(); i++) {
            positions.set(number, i);
            for (int spin = 0; spin < SPINS && positions.get(1 - number) < i; spin++) {
                Thread.onSpinWait();
            }
            // Who waited is late by what it takes to hear of the other: some nanoseconds more or less for both, at
            // random.
            for (long step = random >>> 58; step >= 0; step--) {
                random = random * 6364136223846793005L + 1442695040888963407L;
            }
            try {
                allocator.free(shared.get(i));
            } catch (DoubleFreeException e) {
                refused++;
            }
        }
        return refused;
    }
}
