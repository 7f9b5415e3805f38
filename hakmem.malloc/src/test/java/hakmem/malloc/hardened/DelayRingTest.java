package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayRingTest {
    private static final int THREADS = 4;
    private static final int EACH = 20_000;
    private static final int ROUNDS = 40;

    @Test
    void theOldestLeavesForTheOneTooMany() {
        DelayRing ring = new DelayRing(4, 1000, address -> 1);
        for (long address = 1; address <= 4; address++) {
            assertThat(ring.put(address)).isZero();
        }
        assertThat(ring.put(5)).isEqualTo(1);
        assertThat(ring.put(6)).isEqualTo(2);
        assertThat(ring.takeOldest()).isEqualTo(3);
        assertThat(ring.put(7)).isZero();
        assertThat(ring.takeOldest()).isEqualTo(4);
        assertThat(ring.bytes()).isEqualTo(3);
        List<Long> rest = new ArrayList<>();
        ring.drain(rest::add);
        assertThat(rest).containsExactly(5L, 6L, 7L);
        assertThat(ring.takeOldest()).isZero();
        assertThat(ring.bytes()).isZero();
    }

    @Test
    void itIsFullByBytes() {
        DelayRing ring = new DelayRing(8, 100, address -> address);
        assertThat(ring.accepts(100)).isTrue();
        assertThat(ring.accepts(101)).isFalse();
        ring.put(60);
        assertThat(ring.isFull()).isFalse();
        ring.put(50);
        assertThat(ring.isFull()).isTrue();
        assertThat(ring.takeOldest()).isEqualTo(60);
        assertThat(ring.isFull()).isFalse();
    }

    /** The fewer slots, the more often threads meet in one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    @Timeout(120)
    void nothingIsLostOrTakenTwice(int slots) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            DelayRing ring = new DelayRing(slots, Long.MAX_VALUE, address -> 16);

            assertThat(cameOut(ring::put, ring::takeOldest, ring::drain))
                    .as("what came out, in order of addresses")
                    .isEqualTo(allThatCame());
            assertThat(ring.bytes()).isZero();
            assertThat(ring.arrivals()).isEqualTo((long) THREADS * EACH);
        }
    }

    /** The broken variants: a look and a write. Each has to be caught now and then for the test above to mean something. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    @Timeout(120)
    void aPutThatIsNotAtomicIsCaught(int slots) throws Exception {
        int rounds = 0;
        long[] out;
        do {
            rounds++;
            AtomicLongArray ring = new AtomicLongArray(slots);
            AtomicLong head = new AtomicLong();
            out = cameOut(
                    address -> {
                        int slot = (int) (head.getAndIncrement() % slots);
                        long left = ring.get(slot);
                        ring.set(slot, address);
                        return left;
                    },
                    () -> ring.getAndSet((int) (head.get() % slots), 0),
                    action -> IntStream.range(0, slots)
                            .mapToLong(slot -> ring.getAndSet(slot, 0))
                            .filter(address -> address != 0)
                            .forEach(action));
        } while (Arrays.equals(out, allThatCame()));
        System.out.println("a put that is not atomic was caught in round " + rounds);
    }

    /** Has threads put addresses in and take some out, and returns all that came out, in order of addresses. */
    private static long[] cameOut(LongUnaryOperator put, LongSupplier takeOldest, Consumer<LongConsumer> drain)
            throws Exception {
        List<long[]> parts = Together.run(THREADS, number -> {
            LongStream.Builder out = LongStream.builder();
            for (long address : from(number)) {
                out.add(put.applyAsLong(address));
                if (address % 7 == 0) {
                    out.add(takeOldest.getAsLong());
                }
                if (address % 1000 == 0) {
                    drain.accept(out);
                }
            }
            return out.build().toArray();
        });
        LongStream.Builder rest = LongStream.builder();
        drain.accept(rest);
        return LongStream.concat(parts.stream().flatMapToLong(Arrays::stream), rest.build())
                .filter(address -> address != 0)
                .sorted()
                .toArray();
    }

    private static long[] allThatCame() {
        return LongStream.rangeClosed(1, (long) THREADS * EACH).toArray();
    }

    /** The addresses that a thread puts in: none comes twice. */
    private static long[] from(int thread) {
        return LongStream.rangeClosed(1, EACH)
                .map(i -> (long) thread * EACH + i)
                .toArray();
    }
}
