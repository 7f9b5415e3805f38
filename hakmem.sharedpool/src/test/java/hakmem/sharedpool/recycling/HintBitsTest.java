package hakmem.sharedpool.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HintBitsTest {
    private final HintBits bits = new HintBits();

    @Test
    void theNextBitIsTheFirstSetFromAPlaceOn() {
        bits.update(3, bit -> true);
        bits.update(63, bit -> true);
        assertThat(bits.next(0)).isEqualTo(3);
        assertThat(bits.next(3)).isEqualTo(3);
        assertThat(bits.next(4)).isEqualTo(63);
        bits.update(63, bit -> false);
        assertThat(bits.next(4)).isEqualTo(64);
    }

    /** A slot is put back between the look that found none and the second look: the very window of the protocol. */
    @Test
    void aSlotPutBackWhileItsBitIsClearedIsNotHidden() {
        bits.update(5, bit -> true);
        AtomicInteger looks = new AtomicInteger();
        bits.update(5, bit -> {
            if (looks.getAndIncrement() == 0) {
                return false;
            }
            // The other thread has put a slot back by now, saw the bit as it was then, and left it alone.
            return true;
        });
        assertThat(looks).hasValue(2);
        assertThat(bits.next(0)).isEqualTo(5);
    }
}
