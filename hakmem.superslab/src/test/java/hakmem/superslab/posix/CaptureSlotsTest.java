package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.Together;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class CaptureSlotsTest {
    private final CaptureSlots slots = new CaptureSlots();

    @Test
    void handsOutEachSlotOnceAndEachHasMemoryOfItsOwn() {
        Set<Integer> taken = new HashSet<>();
        Set<Long> addresses = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            int slot = slots.take();
            taken.add(slot);
            addresses.add(slots.segment(slot).address());
        }
        assertThat(taken).hasSize(64);
        assertThat(addresses).hasSize(64);
        slots.giveBack(17);
        assertThat(slots.take()).isEqualTo(17);
    }

    @Test
    void neverHandsOneSlotToTwoThreads() {
        assertThat(handsOutTwice(slots::take, slots::giveBack)).isFalse();
    }

    /** The control: the bit is read and written in two steps. */
    @Test
    void slotsTakenInTwoStepsAreCaught() {
        AtomicLong used = new AtomicLong();
        assertThat(handsOutTwice(
                        () -> {
                            long before = used.get();
                            long free = Long.lowestOneBit(~before);
                            Together.meet();
                            used.set(before | free);
                            return Long.numberOfTrailingZeros(free);
                        },
                        slot -> used.accumulateAndGet(~(1L << slot), (a, b) -> a & b)))
                .isTrue();
    }

    private static boolean handsOutTwice(IntSupplier take, IntConsumer giveBack) {
        AtomicIntegerArray holders = new AtomicIntegerArray(65);
        AtomicBoolean twice = new AtomicBoolean();
        Together.run(4, _ -> {
            for (int i = 0; i < 20_000 && !twice.get(); i++) {
                int slot = take.getAsInt();
                if (holders.incrementAndGet(slot) != 1) {
                    twice.set(true);
                }
                Together.gap();
                holders.decrementAndGet(slot);
                giveBack.accept(slot);
            }
        });
        return twice.get();
    }
}
