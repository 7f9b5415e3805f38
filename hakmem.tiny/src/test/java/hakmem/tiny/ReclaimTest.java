package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReclaimTest {
    private final ScriptedStrategy strategy = new ScriptedStrategy();

    @Test
    @Timeout(60)
    void whoIsRefusedWaitsForWhatAnotherThreadIsGivingBack() throws Exception {
        try (TinyFixture small = new TinyFixture(SuperSlab.BYTES, 8, strategy)) {
            List<Long> blocks = TinyFixture.inThread(() -> {
                List<Long> all = new ArrayList<>();
                for (int i = 0; i < SuperSlab.BYTES / 4096; i++) {
                    all.add(small.malloc(4096));
                }
                return all;
            });
            blocks.forEach(small::free);
            // All slabs are a dead thread's, and hold nothing; another thread has them in its hands.
            CountDownLatch inHand = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            strategy.beforeRelease = () -> {
                inHand.countDown();
                awaitUninterrupted(goOn);
            };
            FutureTask<Void> other = TinyFixture.start(() -> {
                small.blocks.reclaim(true);
                return null;
            });
            inHand.await();
            assertThatThrownBy(() -> small.blocks.allocate(SizeClasses.of(16)))
                    .isInstanceOf(MemoryRefusedException.class);
            FutureTask<Long> refused = new FutureTask<>(() -> {
                small.blocks.reclaim(true);
                return small.blocks.allocate(SizeClasses.of(16));
            });
            Thread thread = new Thread(refused);
            thread.start();
            while (thread.getState() != Thread.State.WAITING && !refused.isDone()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            assertThat(TinyFixture.await(refused)).isNotZero();
            TinyFixture.await(other);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
