package hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ForkedRunnerTest {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ForkedRunner runner = new ForkedRunner(log::add, 600);

    private static RunSpec spec(String allocator, double seconds) {
        return new RunSpec("larson", allocator, 0, new WorkloadOptions(1, seconds, 8, 999, 100, 4141, true));
    }

    @Test
    void aMeasurementRunsInAnotherJvmAndItsFiguresComeBack() throws Exception {
        RunResult result = runner.run(spec("glibc", 0.05));

        assertThat(result.failed()).isNull();
        assertThat(result.isMeasured()).isTrue();
        assertThat(result.measurement().value()).isPositive();
        assertThat(result.measurement().details()).containsKey("threadsStarted");
        assertThat(log).isEmpty();
    }

    @Test
    void aFaultFoundInTheChildComesBackAsAFailure() throws Exception {
        RunResult result = runner.run(spec("none", 0.05));

        assertThat(result.failed()).contains("was changed while live");
    }

    @Test
    void aMeasurementThatDoesNotEndIsEndedAndHasFailed() throws Exception {
        Runner impatient = new ForkedRunner(log::add, 1);
        WorkloadOptions endless = new WorkloadOptions(1, 1, 1000, 5, 1024, 1 << 18, 4141, false);

        RunResult result = impatient.run(new RunSpec("alloc-test", "glibc", 0, endless));

        assertThat(result.failed()).isEqualTo("it was not done after 2 s, and was ended");
    }

    @Test
    void cancellingEndsTheChildAndTheRun() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread measuring = Thread.ofPlatform().start(() -> {
            try {
                runner.run(spec("glibc", 3600));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        while (measuring.isAlive() && !runner.isRunning()) {
            Thread.onSpinWait();
        }

        runner.cancel();
        measuring.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
}
