package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.ToyPeer;
import hakmem.bench.slots.RawMemory;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private final ToyPeer peer = new ToyPeer(2);
    private final Slots slots = Slots.of(peer, 2, Touch.nothing());
    private final Words words = new Words(slots, true, true);

    /* A seed whose first blocks are not the larger ones. */
    private final FastRandom random = new FastRandom(4141);

    @Test
    void aBlockThatIsIntactIsFreedAndAnEmptySlotIsPassedOver() {
        words.allocate(0, 64, random);
        words.allocate(1, 1, random);

        words.free(0);
        words.free(0);
        slots.swap(0, 1);
        words.free(0);

        assertThat(peer.live()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 40, 504})
    void anyWordThatChangedIsFound(int offset) {
        words.allocate(0, 64, random);
        long address = slots.address(0) + offset;

        RawMemory.putLong(address, RawMemory.getLong(address) ^ (1L << 40));

        assertThatThrownBy(() -> words.free(0))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("0x%x".formatted(slots.address(0)));
    }

    @Test
    void whatIsNotCheckedIsFreedAsItIs() {
        Words unchecked = new Words(slots, true, false);
        unchecked.allocate(0, 64, random);

        RawMemory.putLong(slots.address(0), 0);
        unchecked.free(0);

        assertThat(peer.live()).isZero();
    }
}
