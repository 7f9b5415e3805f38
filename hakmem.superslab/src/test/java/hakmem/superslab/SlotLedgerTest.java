package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class SlotLedgerTest {
    @Test
    void handsOutEachIndexOnceAndThenNone() {
        SlotLedger ledger = new SlotLedger(3);

        assertThat(new long[] {ledger.take(), ledger.take(), ledger.take(), ledger.take()})
                .containsExactly(0, 1, 2, SlotLedger.NONE);
        assertThat(ledger.highWater()).isEqualTo(3);
        assertThat(ledger.notFree()).isEqualTo(3);
    }

    @Test
    void prefersWhatIsCharged() {
        SlotLedger ledger = new SlotLedger(4);
        ledger.take();
        ledger.take();
        ledger.giveBack(0, true);
        ledger.giveBack(1, false);
        assertThat(ledger.charged()).isEqualTo(1);
        assertThat(ledger.notFree()).isEqualTo(1);

        long first = ledger.take();
        long second = ledger.take();

        assertThat(SlotLedger.indexOf(first)).isZero();
        assertThat(SlotLedger.isCharged(first)).isTrue();
        assertThat(SlotLedger.indexOf(second)).isEqualTo(1);
        assertThat(SlotLedger.isCharged(second)).isFalse();
    }

    @Test
    void takesBackAllItHandedOutOnEitherPile() {
        int capacity = 1000;
        SlotLedger ledger = new SlotLedger(capacity);
        for (boolean charged : new boolean[] {true, false}) {
            for (int i = 0; i < capacity; i++) {
                assertThat(ledger.take()).isNotEqualTo(SlotLedger.NONE);
            }
            for (int i = 0; i < capacity; i++) {
                ledger.giveBack(i, charged);
            }
            assertThat(ledger.charged()).isEqualTo(charged ? capacity : 0);
        }
        assertThat(ledger.notFree()).isZero();
    }

    @Test
    void neverHandsOneIndexToTwoThreads() {
        SlotLedger ledger = new SlotLedger(3);
        assertThat(handsOutTwice(
                        () -> {
                            long taken = ledger.take();
                            return taken == SlotLedger.NONE ? -1 : SlotLedger.indexOf(taken);
                        },
                        index -> ledger.giveBack(index, (index & 1) == 0)))
                .isFalse();
        assertThat(ledger.highWater()).isEqualTo(3);
    }

    /** The control: the same stack without the lock. */
    @Test
    void aLedgerWithoutALockIsCaught() {
        int[] free = {0, 1, 2, 0, 0, 0, 0, 0};
        int[] size = {3};
        assertThat(handsOutTwice(
                        () -> {
                            int top = size[0] - 1;
                            if (top < 0) {
                                return -1;
                            }
                            int index = free[top];
                            Together.meet();
                            size[0] = top;
                            return index;
                        },
                        index -> {
                            int top = Math.min(size[0], 7);
                            free[top] = index;
                            size[0] = top + 1;
                        }))
                .isTrue();
    }

    private static boolean handsOutTwice(IntSupplier take, IntConsumer giveBack) {
        AtomicIntegerArray holders = new AtomicIntegerArray(3);
        AtomicBoolean twice = new AtomicBoolean();
        Together.run(4, _ -> {
            for (int i = 0; i < 20_000 && !twice.get(); i++) {
                int index = take.getAsInt();
                if (index >= 0) {
                    if (holders.incrementAndGet(index) != 1) {
                        twice.set(true);
                    }
                    Together.gap();
                    holders.decrementAndGet(index);
                    giveBack.accept(index);
                }
            }
        });
        return twice.get();
    }
}
