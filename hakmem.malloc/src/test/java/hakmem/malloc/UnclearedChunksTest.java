package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import hakmem.api.Hakmem;
import hakmem.malloc.arena.Arenas;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * With a full Java heap there may be no room for the object it takes to fill a chunk with zeros, when the arena is closed. The
 * chunk is kept all the same, and the next arena fills its blocks itself.
 */
class UnclearedChunksTest {
    private final MallocAllocator allocator =
            (MallocAllocator) Hakmem.builder().limit(64 << 20).build();

    /** The same allocator, but for what fills memory with zeros. */
    private final MallocAllocator failing = spy(allocator);

    private final ArenaChunks chunks = new ArenaChunks(failing);

    @AfterEach
    void nothingIsLost() {
        chunks.revoke(true);
        assertThat(allocator.stats().liveBlocks()).isZero();
        allocator.validate();
        allocator.close();
    }

    private void failToClear(boolean on) {
        OutOfMemoryError full = new OutOfMemoryError("of the Java heap, says the script");
        (on ? doThrow(full) : doCallRealMethod()).when(failing).clear(anyLong(), anyLong());
        (on ? doThrow(full) : doCallRealMethod()).when(failing).clearLines(anyLong(), anyInt());
    }

    /** Writes blocks full; returns the address of the first. */
    private long use(int blocks) {
        long first = 0;
        try (Arena arena = Arenas.confined(chunks)) {
            for (int i = 0; i < blocks; i++) {
                MemorySegment block = arena.allocate(1000);
                assertThat(block.mismatch(MemorySegment.ofArray(new byte[1000])))
                        .as("block " + i + " is zero")
                        .isEqualTo(-1);
                block.fill((byte) 0xff);
                first = first == 0 ? block.address() : first;
            }
        }
        return first;
    }

    private void useAndFailToClear(int blocks) {
        failToClear(true);
        assertThatThrownBy(() -> use(blocks)).isInstanceOf(OutOfMemoryError.class);
        failToClear(false);
    }

    private int idleChunks() {
        int sum = 0;
        for (int ofClass : chunks.idleByClass()) {
            sum += ofClass;
        }
        return sum;
    }

    @Test
    void aChunkThatCouldNotBeFilledWithZerosIsKeptAsOneThatIsNotZero() {
        long first = use(1);

        useAndFailToClear(1);

        assertThat(idleChunks()).isEqualTo(1);
        assertThat(use(1)).isEqualTo(first);
        assertThat(use(1)).as("filled with zeros again").isEqualTo(first);
    }

    @Test
    void ofSeveralTheFirstIsKeptAsOneThatIsNotZeroAndTheOthersGoBack() {
        long first = use(20);
        assertThat(idleChunks()).isGreaterThan(1);

        useAndFailToClear(20);

        assertThat(idleChunks()).isEqualTo(1);
        assertThat(use(20)).isEqualTo(first);
        assertThat(use(20)).as("filled with zeros again").isEqualTo(first);
    }

    @Test
    void aNewChunkThatCannotBeFilledWithZerosGoesBack() {
        failToClear(true);

        assertThatThrownBy(() -> Arenas.confined(chunks)).isInstanceOf(OutOfMemoryError.class);

        assertThat(idleChunks()).isZero();
        assertThat(allocator.stats().liveBlocks()).isZero();
        failToClear(false);
        use(1);
    }
}
