package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrewTest {
    private final Queue<Thread> made = new ConcurrentLinkedQueue<>();
    private final Crew crew = new Crew(task -> {
        Thread thread = Thread.ofPlatform().unstarted(task);
        made.add(thread);
        return thread;
    });

    /** Starts a successor, so many times over. */
    private void chain(int length) {
        if (length > 1) {
            crew.start(() -> chain(length - 1));
        }
    }

    @Test
    void joiningWaitsForThreadsThatThreadsStarted() throws Exception {
        crew.start(() -> chain(200));
        crew.start(() -> chain(100));

        crew.join();

        assertThat(made).hasSize(300).noneMatch(Thread::isAlive);
        assertThat(crew.threads()).isEqualTo(300);
    }

    @Test
    void aFailureStopsTheOthersAndIsThrownByJoin() {
        crew.start(() -> {
            while (!crew.isStopped()) {
                Thread.onSpinWait();
            }
        });
        crew.start(() -> {
            throw new OutOfMemoryError("toy");
        });

        assertThatThrownBy(crew::join).isInstanceOf(OutOfMemoryError.class).hasMessage("toy");
        assertThat(made).noneMatch(Thread::isAlive);
    }

    @Test
    void waitingEndsAtOnceWhenAThreadFails() throws Exception {
        crew.start(() -> {
            throw new IllegalStateException("toy");
        });

        crew.await(TimeUnit.DAYS.toNanos(1));

        assertThat(crew.isStopped()).isTrue();
    }
}
