package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Hardening;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.malloc.Inside;
import hakmem.tiny.KeepsNothing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastAttemptTest {
    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Thread housekeeper;
    private Runnable aging;

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"quarantine", "true"})
    void whoIsRefusedWaitsForWhatTheHousekeeperHasInItsHands(String options) throws Exception {
        Substrate beneath = Inside.substrate(2 << 20);
        try (HardenedAllocator allocator = new HardenedAllocator(watched(beneath), Hardening.parse(options))) {
            List<Long> blocks = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            blocks.add(allocator.malloc(100));
                        }
                    })
                    .isInstanceOf(OffHeapOutOfMemoryError.class);
            allocator.free(blocks.removeLast());
            aging.run(); // sees that a block has come
            FutureTask<Void> round = new FutureTask<>(aging, null);
            housekeeper = new Cleaner(round);
            housekeeper.start();
            inHand.await();

            // In this thread: if the slab is its own, no other can be given the block.
            Thread waiting = Thread.currentThread();
            CountDownLatch done = new CountDownLatch(1);
            Thread watcher = new Thread(() -> {
                while (waiting.getState() != Thread.State.WAITING && done.getCount() > 0) {
                    Thread.onSpinWait();
                }
                goOn.countDown();
            });
            watcher.start();
            try {
                assertThatCode(() -> allocator.malloc(100)).doesNotThrowAnyException();
            } finally {
                done.countDown();
                watcher.join();
            }
            round.get(60, TimeUnit.SECONDS);
        }
    }

    /** As the housekeeper is. */
    private static final class Cleaner extends Thread implements KeepsNothing {
        Cleaner(Runnable task) {
            super(task);
        }
    }

    /** Beneath, the housekeeper of the test stops before it frees a block; there is no other. */
    private Substrate watched(Substrate beneath) {
        return (Substrate) Proxy.newProxyInstance(
                Substrate.class.getClassLoader(), new Class<?>[] {Substrate.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("beforeAging")) {
                        aging = (Runnable) arguments[0];
                        return null;
                    }
                    if (method.getName().equals("free") && Thread.currentThread() == housekeeper) {
                        inHand.countDown();
                        goOn.await();
                    }
                    try {
                        return method.invoke(beneath, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
