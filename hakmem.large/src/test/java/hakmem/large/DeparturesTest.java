package hakmem.large;

import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Memory on its way out is charged still: who needs it waits, and is not refused. One thread is stopped while it gives back
 * what another needs, until that waits for a lock, or has its answer, which comes too early then.
 */
class DeparturesTest {
    /** Asks for something in another thread, in the middle of the next close or decommit. */
    private static <T> FutureTask<T> askWhileMemoryGoesBack(Fixture fixture, Callable<T> question) {
        FutureTask<T> answer = new FutureTask<>(question);
        Thread asking = new Thread(answer);
        fixture.source.onGivingBack(() -> {
            asking.start();
            while (LockSupport.getBlocker(asking) == null && !answer.isDone()) {
                Thread.onSpinWait();
            }
        });
        return answer;
    }

    @Test
    void whoAllocatesWhatATrimGivesBackWaitsForIt() throws Exception {
        try (Fixture fixture = new Fixture(8 * MIB)) {
            fixture.blocks.free(fixture.blocks.allocate(8 * MIB, 16));
            FutureTask<Long> address = askWhileMemoryGoesBack(fixture, () -> fixture.blocks.allocate(3 * MIB, 16));

            assertThat(fixture.blocks.trim(0)).isEqualTo(8 * MIB);

            fixture.blocks.free(address.get());
            fixture.checkEmpty();
        }
    }

    @Test
    void whoGrowsIntoWhatATrimGivesBackWaitsForIt() throws Exception {
        try (Fixture fixture = new Fixture(8 * MIB)) {
            long growing = shrunkenBlock(fixture);
            fixture.blocks.free(fixture.blocks.allocate(6 * MIB, 16));
            FutureTask<Boolean> grown = askWhileMemoryGoesBack(fixture, () -> fixture.blocks.resize(growing, 4 * MIB));

            assertThat(fixture.blocks.trim(0)).isEqualTo(6 * MIB);

            assertThat(grown.get()).isTrue();
            fixture.blocks.free(growing);
            fixture.checkEmpty();
        }
    }

    @Test
    void whoGrowsIntoWhatAFreeGivesBackWaitsForIt() throws Exception {
        long tooLargeToKeep = MappingCache.MAX_BYTES + MIB;
        try (Fixture fixture = new Fixture(tooLargeToKeep + 2 * MIB)) {
            long growing = shrunkenBlock(fixture);
            long freed = fixture.blocks.allocate(tooLargeToKeep, 16);
            FutureTask<Boolean> grown = askWhileMemoryGoesBack(fixture, () -> fixture.blocks.resize(growing, 4 * MIB));

            fixture.blocks.free(freed);

            assertThat(grown.get()).isTrue();
            fixture.blocks.free(growing);
            fixture.checkEmpty();
        }
    }

    /** Of 2 MiB, with addresses for 4. */
    private static long shrunkenBlock(Fixture fixture) throws Exception {
        long address = fixture.blocks.allocate(4 * MIB, 16);
        assertThat(fixture.blocks.resize(address, 2 * MIB)).isTrue();
        return address;
    }
}
