package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import org.junit.jupiter.api.Test;

class BlockSlabTest {
    private final BlockSlab slab = new PaddedBlockSlab(null, 0);
    private final ThreadHeap before = new PaddedThreadHeap(null, null, null);
    private final ThreadHeap after = new PaddedThreadHeap(null, null, null);

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
        assertThat(slab.owner()).isSameAs(PaddedThreadHeap.NOBODY);
    }

    @Test
    void theFreesOfAnActivationEndWithIt() throws MemoryRefusedException {
        try (TinyFixture tiny = new TinyFixture()) {
            Slab memory = tiny.pool.acquire(0, 1);
            BlockSlab twice = new PaddedBlockSlab(memory, memory.address());
            twice.activate(0, BlockLinks.of(0), before);
            long first = Note.generationOf(twice.note());
            assertThat(twice.remoteOf(first).generation()).isEqualTo(first);
            twice.endTaken(Note.POOLED);
            twice.activate(0, BlockLinks.of(0), after);
            long second = Note.generationOf(twice.note());
            assertThat(second).isGreaterThan(first);
            assertThat(twice.remote()).isNull();
            // A thread held up since the first activation may come before the first of the second, or after it.
            assertThat(twice.remoteOf(first).generation()).isEqualTo(first);
            assertThat(twice.remoteOf(second).generation()).isEqualTo(second);
            assertThat(twice.remoteOf(first)).isNull();
        }
    }
}
