package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import hakmem.malloc.Inside;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardenedHousekeepingTest {
    /** Waits for what the housekeeper does by itself: the bound is the test's, not the figure. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"quarantine", "random", "true"})
    void whatIsHeldBackGoesBackOnceNobodyCallsAnyMore(String hardening) throws InterruptedException {
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            Thread thread = new Thread(() -> {
                List<Long> blocks = new ArrayList<>();
                for (int i = 0; i < 2000; i++) {
                    blocks.add(allocator.malloc(i * 9L));
                }
                blocks.add(allocator.malloc(3 << 20));
                blocks.forEach(allocator::free);
            });
            thread.start();
            thread.join();
            while (allocator.stats().committedBytes() > 0) {
                Thread.onSpinWait();
            }
            assertThat(allocator.stats().quarantinedBlocks()).isZero();
            Inside.validate(allocator);
        }
    }
}
