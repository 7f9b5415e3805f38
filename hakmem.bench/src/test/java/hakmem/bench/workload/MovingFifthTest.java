package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.peer.ToyPeer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovingFifthTest {
    private static final int COUNT = 10;

    /** Blocks by the order they were allocated in, as they are freed. */
    private final List<Integer> freed = new ArrayList<>();

    private final ToyPeer peer = new ToyPeer(COUNT) {
        private final List<Long> order = new ArrayList<>();

        @Override
        public synchronized long malloc(long byteSize) {
            long address = super.malloc(byteSize);
            order.add(address);
            return address;
        }

        @Override
        public synchronized void free(long address) {
            freed.add(order.lastIndexOf(address));
            super.free(address);
        }
    };
    private final Slots slots = Slots.of(peer, COUNT + 3, Touch.nothing());
    private final MovingFifth blocks = new MovingFifth(slots, 3, COUNT);

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            blocks.add(8);
        }
    }

    @Test
    void nothingIsFreedBeforeTheArrayIsFull() {
        add(COUNT);

        assertThat(freed).isEmpty();
        assertThat(slots.isEmpty(2)).isTrue();
    }

    @Test
    void aFullArrayKeepsAFifthAndFreesBelowInOrderAndAboveInReverse() {
        add(COUNT + 1);
        assertThat(freed).containsExactly(9, 8, 7, 6, 5, 4, 3, 2); // the first fifth stays

        freed.clear();
        add(COUNT - 3); // up to the top again
        assertThat(freed).isEmpty();
        assertThat(peer.live()).isEqualTo(COUNT);

        add(1);
        // The second fifth stays, allocated as 10th and 11th; below it lie the two that stayed before.
        assertThat(freed).containsExactly(0, 1, 17, 16, 15, 14, 13, 12);
    }

    @Test
    void whatStaysMovesThroughTheWholeArrayAndComesRound() {
        add(20 * COUNT);
        int before = peer.live();
        blocks.freeAll();

        assertThat(before).isBetween(COUNT / 5, COUNT);
        assertThat(peer.live()).isZero();
        assertThat(freed).doesNotHaveDuplicates().hasSize(20 * COUNT);
    }
}
