package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.OffHeapOutOfMemoryError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LastAttemptTest {
    private final FailingStrategy strategy = new FailingStrategy();

    /** What another thread looks at, to give it back or not, could be all that is left. */
    @Test
    @Timeout(60)
    void nobodyGivesMemoryBackWhileWhoWasRefusedTriesAgain() throws Exception {
        try (MallocAllocator allocator = strategy.open(2 << 20)) {
            assertThatThrownBy(() -> allocateForEver(allocator)).isInstanceOf(OffHeapOutOfMemoryError.class);
            FutureTask<Long> trim = new FutureTask<>(allocator::trim);
            List<Boolean> trimmed = new ArrayList<>();
            int[] attempts = {0};
            strategy.beforeAcquire = () -> {
                attempts[0]++;
                if (attempts[0] == 2) {
                    Thread thread = new Thread(trim);
                    thread.start();
                    while (thread.getState() != Thread.State.WAITING && !trim.isDone()) {
                        Thread.onSpinWait();
                    }
                    trimmed.add(trim.isDone());
                }
            };
            assertThatThrownBy(() -> allocator.malloc(3000)).isInstanceOf(OffHeapOutOfMemoryError.class);
            assertThat(attempts[0]).isGreaterThan(1);
            assertThat(trimmed).as("trimmed before the attempt was over").containsExactly(false);
            assertThat(trim.get(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private static void allocateForEver(MallocAllocator allocator) {
        while (true) {
            allocator.malloc(3000);
        }
    }
}
