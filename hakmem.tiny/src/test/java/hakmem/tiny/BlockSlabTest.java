package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockSlabTest {
    private final BlockSlab slab = new PaddedBlockSlab(null, 0);
    private final ThreadHeap before = new ThreadHeap(null, null, null);
    private final ThreadHeap after = new ThreadHeap(null, null, null);

    /** Between the note that says ABANDONED and the end of the owner's part another heap may take the slab. */
    @Test
    void whoLetsGoOfASlabDoesNotTakeItFromItsNewOwner() {
        slab.setOwner(before);
        slab.setOwner(after);
        slab.disown(before);
        assertThat(slab.owner()).isSameAs(after);
    }

    @Test
    void whoLetsGoOfASlabLeavesItToNobody() {
        slab.setOwner(before);
        slab.disown(before);
        assertThat(slab.owner()).isSameAs(ThreadHeap.NOBODY);
    }
}
