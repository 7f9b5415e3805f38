package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class GarbageTest {
    private static final int MUCH = 64 << 20;

    private byte[] garbage;

    @AfterEach
    void countEverythingAgain() {
        Garbage.ignore(null);
    }

    /** What is counted while another thread, which goes on living, makes much garbage. */
    private long countedWhileAnotherThreadAllocates(boolean ignored) throws Exception {
        CyclicBarrier step = new CyclicBarrier(2);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                step.await();
                garbage = new byte[MUCH];
                step.await();
                end.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Garbage.ignore(ignored ? thread : null);
        long before = Garbage.bytes();
        step.await();
        step.await();
        long counted = Garbage.bytes() - before;
        end.countDown();
        thread.join();
        return counted;
    }

    @Test
    void whatEveryThreadAllocatesIsCounted() throws Exception {
        assertThat(countedWhileAnotherThreadAllocates(false)).isGreaterThanOrEqualTo(MUCH);
        assertThat(garbage).hasSize(MUCH);
    }

    @Test
    void aThreadThatOnlyWatchesIsLeftOut() throws Exception {
        assertThat(countedWhileAnotherThreadAllocates(true)).isBetween(0L, MUCH / 2L);
    }
}
