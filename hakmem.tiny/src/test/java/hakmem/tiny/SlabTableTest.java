package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlabTableTest {
    private static final int MOST = 1_000_000;

    private final SlabTable table = new SlabTable(MOST);

    @Test
    void whatWasSetIsFoundAndNothingElse() {
        BlockSlab low = slab();
        BlockSlab high = slab();
        table.set(3, 1, low);
        table.set(MOST - 1, 1, high);
        assertThat(table.get(3)).isSameAs(low);
        assertThat(table.get(MOST - 1)).isSameAs(high);
        assertThat(table.get(4)).isNull();
        assertThat(table.get(MOST)).isNull();
        assertThat(table.get(-1)).isNull();
        assertThat(table.array()).hasSize(MOST);
    }

    @Test
    void itIsAsLongAsWhatItHolds() {
        assertThat(table.array().length).isLessThan(MOST / 10);
        table.set(MOST / 4, 1, slab());
        assertThat(table.array().length).isBetween(MOST / 4, MOST / 2);
    }

    @Test
    void anOldArrayStaysRight() {
        BlockSlab slab = slab();
        table.set(5, 1, slab);
        BlockSlab[] old = table.array();
        table.set(MOST - 1, 1, slab());
        assertThat(old[5]).isSameAs(slab);
        assertThat(old).isSameAs(table.low());
    }

    /** Compiled code may look at it for ever. */
    @Test
    void theLowestEntriesAreInTheFirstArrayThoughTheTableHasGrown() {
        table.set(MOST - 1, 1, slab());
        BlockSlab slab = slab();
        table.set(7, 1, slab);
        assertThat(table.low()[7]).isSameAs(slab);
        assertThat(table.get(7)).isSameAs(slab);
    }

    @Test
    void whatWasClearedIsFoundNoMore() {
        table.set(7, 1, slab());
        table.set(MOST - 1, 1, slab());
        table.clear();
        assertThat(table.get(7)).isNull();
        assertThat(table.get(MOST - 1)).isNull();
        assertThat(table.low()).containsOnly(PaddedBlockSlab.NONE);
        BlockSlab late = slab();
        assertThatThrownBy(() -> table.set(8, 1, late)).isInstanceOf(IllegalStateException.class);
        assertThat(table.get(8)).isNull();
        assertThat(table.array()).containsOnly(PaddedBlockSlab.NONE);
    }

    /** What one thread sets, another must not lose by making the array longer. */
    @Test
    void noEntryIsLostWhileTheTableGrows() {
        int threads = 4;
        for (int round = 0; round < 50; round++) {
            SlabTable growing = new SlabTable(MOST);
            List<FutureTask<Void>> setters = new ArrayList<>();
            BlockSlab slab = slab();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                setters.add(TinyFixture.start(() -> {
                    for (int index = first; index < 80_000; index += threads) {
                        growing.set(index, 1, slab);
                        assertThat(growing.get(index)).isSameAs(slab);
                    }
                    return null;
                }));
            }
            setters.forEach(TinyFixture::await);
            assertThat(IntStream.range(0, 80_000).filter(index -> growing.get(index) == null))
                    .isEmpty();
        }
    }

    /** The owner's free is inline as long as its slab is in an array that the fast path has at hand. */
    @Test
    void theOwnersFreesStayInlineWhenTheTableHasGrown() {
        int slabs = SlabTable.LOW_LENGTH + 2 * ThreadHeap.MAX_FULL;
        try (TinyFixture tiny = TinyFixture.ofRegion((long) (slabs + SuperSlab.SLABS) * Slab.BYTES)) {
            int largest = SizeClasses.blockSize(SizeClasses.COUNT - 1);
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < slabs * (Slab.BYTES / largest); i++) {
                blocks.add(tiny.malloc(largest));
            }
            Collections.reverse(blocks);
            assertThat(blocks.subList(0, ThreadHeap.MAX_FULL)).allMatch(tiny.blocks.fastPath()::tryFree);
            blocks.subList(ThreadHeap.MAX_FULL, blocks.size()).forEach(tiny::free);
        }
    }

    private static BlockSlab slab() {
        return new PaddedBlockSlab(null, 0);
    }
}
