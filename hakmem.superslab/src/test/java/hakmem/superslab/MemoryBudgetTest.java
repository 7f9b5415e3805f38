package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void reservesUpToTheLimitAndNoFurther() {
        MemoryBudget budget = new MemoryBudget(100);

        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(41)).isFalse();
        assertThat(budget.tryReserve(40)).isTrue();
        assertThat(budget.tryReserve(1)).isFalse();
        assertThat(budget.committed()).isEqualTo(100);
        budget.release(1);
        assertThat(budget.tryReserve(1)).isTrue();
    }

    @Test
    void anEndlessLimitDoesNotOverflow() {
        MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);

        assertThat(budget.tryReserve(Long.MAX_VALUE)).isTrue();
        assertThat(budget.tryReserve(1)).isFalse();
    }

    @Test
    void refusesWhatMakesNoSense() {
        MemoryBudget budget = new MemoryBudget(100);
        budget.tryReserve(10);

        assertThatThrownBy(() -> new MemoryBudget(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> budget.tryReserve(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> budget.release(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> budget.release(11))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("11")
                .hasMessageContaining("10");
        assertThat(budget.committed()).isEqualTo(10);
    }

    @Test
    void severalThreadsNeverExceedTheLimit() {
        MemoryBudget budget = new MemoryBudget(2);
        assertThat(mostHeld(budget::tryReserve, budget::release)).isEqualTo(2);
        assertThat(budget.committed()).isZero();
    }

    /** The control: checking and adding in two steps. */
    @Test
    void aBudgetInTwoStepsIsCaught() {
        AtomicLong committed = new AtomicLong();
        LongPredicate reserve = bytes -> {
            if (committed.get() + bytes > 2) {
                return false;
            }
            Together.meet();
            committed.addAndGet(bytes);
            return true;
        };
        long most = 0;
        // On a busy machine one run may pass without two threads meeting.
        for (int run = 0; run < 100 && most <= 2; run++) {
            most = mostHeld(reserve, bytes -> committed.addAndGet(-bytes));
        }
        assertThat(most).isGreaterThan(2);
    }

    /** Four threads want one byte each of a budget of two: how many held one at a time, at most. */
    private static long mostHeld(LongPredicate reserve, LongConsumer release) {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Together.run(4, _ -> {
            for (int i = 0; i < 20_000 && most.get() <= 2; i++) {
                if (reserve.test(1)) {
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    Together.gap();
                    held.decrementAndGet();
                    release.accept(1);
                }
            }
        });
        return most.get();
    }

    @Test
    void tooLargeAReleaseLetsNobodyExceedTheLimitMeanwhile() {
        MemoryBudget budget = new MemoryBudget(2);
        budget.tryReserve(2);
        assertThat(reservedBeside(budget::tryReserve, () -> budget.release(3))).isZero();
    }

    /** The control: subtracting first and mending afterwards. */
    @Test
    void aReleaseThatIsMendedLaterIsCaught() {
        AtomicLong committed = new AtomicLong(2);
        LongPredicate reserve = bytes -> {
            long before = committed.get();
            return before + bytes <= 2 && committed.compareAndSet(before, before + bytes);
        };
        assertThat(reservedBeside(reserve, () -> {
                    committed.addAndGet(-3);
                    Together.gap();
                    committed.addAndGet(3);
                }))
                .isPositive();
    }

    /** One thread releases too much, again and again; as long as it does, another tries to reserve: whether it could. */
    private static long reservedBeside(LongPredicate reserve, Runnable badRelease) {
        AtomicLong reserved = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Together.run(2, thread -> {
            for (int i = 0; thread == 0 && i < 20_000 && reserved.get() == 0; i++) {
                try {
                    badRelease.run();
                } catch (IllegalStateException _) {
                    // as it should be
                }
            }
            if (thread == 0) {
                done.set(true);
            }
            while (!done.get() && reserved.get() == 0) {
                if (reserve.test(1)) {
                    reserved.incrementAndGet();
                }
            }
        });
        return reserved.get();
    }
}
