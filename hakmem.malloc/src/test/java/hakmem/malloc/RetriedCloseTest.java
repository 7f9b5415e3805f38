package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetriedCloseTest {
    private final MemorySource posix = MemorySources.open(Optional.of("posix"));
    private volatile boolean inUse = true;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Waits for what the housekeeper does by itself: the bound is the test's, not the figure. */
    @Test
    void theHousekeeperTriesUntilTheMemoryIsGivenBack() throws InterruptedException {
        Region region = Region.reserve(watched(MemorySource.class, posix), 64 << 20, new MemoryBudget(Long.MAX_VALUE));
        MallocAllocator allocator = MallocAllocator.of(GuardedPool.open(new FailingStrategy(), region), false);
        Housekeeper.register(allocator);
        allocator.malloc(100);
        try {
            assertThatThrownBy(allocator::close).hasStackTraceContaining("in use, as a test has it");
            inUse = false;
            assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            Reference.reachabilityFence(allocator); // the housekeeper holds it weakly
        }
    }

    /** What is reserved cannot be closed while it is in use. */
    private <T> T watched(Class<T> type, Object beneath) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean closes =
                            beneath instanceof Reservation && method.getName().equals("close");
                    if (closes && inUse) {
                        throw new IllegalStateException("in use, as a test has it");
                    }
                    Object result = invoke(method, beneath, arguments);
                    if (closes) {
                        closed.countDown();
                    }
                    return result instanceof Reservation ? watched(Reservation.class, result) : result;
                }));
    }

    private static Object invoke(Method method, Object beneath, Object[] arguments) throws Throwable {
        try {
            return method.invoke(beneath, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
