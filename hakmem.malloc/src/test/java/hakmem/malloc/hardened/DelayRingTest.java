package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DelayRingTest {
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

    /** Each address put in by whatever thread comes out once, whoever takes it. */
    @Test
    @Timeout(60)
    void nothingIsLostOrTakenTwice() throws Exception {
        DelayRing ring = new DelayRing(16, Long.MAX_VALUE, address -> 16);
        ConcurrentLinkedQueue<Long> out = new ConcurrentLinkedQueue<>();
        int threads = 4;
        int each = 20_000;
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            long base = (long) t * each;
            FutureTask<Void> task = new FutureTask<>(() -> {
                for (int i = 1; i <= each; i++) {
                    take(out, ring.put(base + i));
                    if (i % 7 == 0) {
                        take(out, ring.takeOldest());
                    }
                    if (i % 1000 == 0) {
                        ring.drain(out::add);
                    }
                }
                return null;
            });
            new Thread(task).start();
            tasks.add(task);
        }
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        ring.drain(out::add);
        List<Long> all = new ArrayList<>(out);
        Collections.sort(all);
        assertThat(all).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(ring.bytes()).isZero();
    }

    private static void take(ConcurrentLinkedQueue<Long> out, long address) {
        if (address != 0) {
            out.add(address);
        }
    }
}
