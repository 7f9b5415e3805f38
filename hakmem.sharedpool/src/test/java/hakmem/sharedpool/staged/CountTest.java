package hakmem.sharedpool.staged;

import static hakmem.sharedpool.staged.Background.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void nothingThatThreadsCountAtOnceIsLost() throws Exception {
        Count count = new Count();
        List<FutureTask<Void>> threads = new ArrayList<>();
        // More than cells.
        for (int i = 0; i < 20; i++) {
            threads.add(start(() -> {
                for (int n = 0; n < 5000; n++) {
                    count.increment();
                }
                return null;
            }));
        }
        for (FutureTask<Void> thread : threads) {
            thread.get();
        }
        assertThat(count.sum()).isEqualTo(100_000);
    }
}
