package hakmem.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveBlocksTest {
    private static final long PAGE = 4096;

    private final LiveBlocks live = new LiveBlocks();

    private static DirectBlock block(long address) {
        Reservation reservation = mock(Reservation.class);
        when(reservation.segment()).thenReturn(MemorySegment.ofAddress(address));
        return new DirectBlock(new Mapping(reservation, 2 * PAGE), PAGE);
    }

    @Test
    void aBlockIsFoundWhereItStartsAndNowhereElse() {
        DirectBlock block = block(16 * PAGE);
        assertThat(live.tryAdd(block)).isTrue();
        assertThat(live.at(16 * PAGE)).isSameAs(block);
        assertThat(live.at(17 * PAGE)).isNull();
        assertThat(live.at(16 * PAGE + 1)).isNull();
        assertThat(live.at(0)).isNull();
        assertThat(live.around(17 * PAGE)).isSameAs(block);
        assertThat(live.around(18 * PAGE)).isNull();
        block.tryFree();
        assertThat(live.around(17 * PAGE)).as("freed").isNull();
    }

    @Test
    void ofTwoBlocksAtAnAddressTheFirstStaysUntilItIsRemovedItself() {
        DirectBlock first = block(16 * PAGE);
        DirectBlock second = block(16 * PAGE);
        assertThat(live.tryAdd(first)).isTrue();
        assertThat(live.tryAdd(second)).isFalse();
        live.remove(second);
        assertThat(live.at(16 * PAGE)).isSameAs(first);
        live.remove(first);
        live.remove(first);
        assertThat(live.snapshot()).isEmpty();
        assertThat(live.tryAdd(second)).isTrue();
    }

    /** Few addresses side by side, so that they meet in the table, around its end too; the table grows on the way. */
    @Test
    void whateverComesAndGoesTheOthersAreFound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, DirectBlock> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int most = 20 + step / 100;
            long address = (1 + random.nextLong(2L * most)) * PAGE;
            DirectBlock there = model.get(address);
            if (there == null && model.size() < most) {
                DirectBlock block = block(address);
                assertThat(live.tryAdd(block)).isTrue();
                model.put(address, block);
            } else if (there != null) {
                live.remove(there);
                model.remove(address);
            }
            for (long any = PAGE; any <= 2L * most * PAGE; any += PAGE) {
                if (live.at(any) != model.get(any)) {
                    throw new AssertionError("seed " + seed + ", step " + step + ", address " + any);
                }
            }
        }
        assertThat(live.snapshot()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.values());
    }
}
