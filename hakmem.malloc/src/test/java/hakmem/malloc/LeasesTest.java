package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LeasesTest {
    @Test
    void itIsVacantOnceItIsShutAndTheLastHasLeft() {
        Leases leases = new Leases();
        assertThat(leases.isVacant()).isFalse();
        assertThat(leases.tryEnter()).isTrue();
        assertThat(leases.tryEnter()).isTrue();
        leases.shut();
        assertThat(leases.isVacant()).isFalse();
        assertThat(leases.tryEnter()).isFalse();
        leases.leave();
        assertThat(leases.isVacant()).isFalse();
        leases.leave();
        assertThat(leases.isVacant()).isTrue();
        assertThat(leases.tryEnter()).isFalse();
        assertThat(leases.isVacant()).isTrue();
    }

    @Test
    void aLeaseMayBeGivenBackByAnotherThread() throws InterruptedException {
        Leases leases = new Leases();
        for (int i = 0; i < 40; i++) {
            assertThat(leases.tryEnter()).isTrue();
            Thread other = new Thread(leases::leave);
            other.start();
            other.join();
        }
        leases.shut();
        assertThat(leases.isVacant()).isTrue();
    }

    @Test
    void nobodyGetsInOnceItIsVacant() throws Exception {
        for (int round = 0; round < 3000; round++) {
            Leases leases = new Leases();
            assertThat(enteredThoughVacant(leases::tryEnter, leases::shut, leases::isVacant))
                    .isFalse();
        }
    }

    /** Broken on purpose: looks whether the door is shut, and counts itself after that. */
    @Test
    void aDoorThatLooksBeforeItCountsIsCaught() throws Exception {
        boolean caught = false;
        for (int round = 0; round < 300_000 && !caught; round++) {
            AtomicInteger count = new AtomicInteger();
            AtomicIntegerArray shut = new AtomicIntegerArray(1);
            caught = enteredThoughVacant(
                    () -> {
                        if (shut.get(0) == 1) {
                            return false;
                        }
                        // What a longer way from the one to the other would do now and then.
                        for (int i = 0; i < 100; i++) {
                            Thread.onSpinWait();
                        }
                        count.incrementAndGet();
                        return true;
                    },
                    () -> shut.set(0, 1),
                    () -> shut.get(0) == 1 && count.get() == 0);
        }
        assertThat(caught).isTrue();
    }

    /** One thread enters while another shuts the door and looks whether it is vacant. */
    private static boolean enteredThoughVacant(BooleanSupplier enter, Runnable shut, BooleanSupplier vacant)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        FutureTask<Boolean> entering = new FutureTask<>(() -> {
            start.await();
            return enter.getAsBoolean();
        });
        new Thread(entering).start();
        start.await();
        shut.run();
        boolean seenVacant = vacant.getAsBoolean();
        return entering.get() && seenVacant;
    }
}
