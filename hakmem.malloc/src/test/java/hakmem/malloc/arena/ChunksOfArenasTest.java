package hakmem.malloc.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How our arenas take chunks and give them back, also where one is refused. */
class ChunksOfArenasTest {
    private final CountingChunks chunks = new CountingChunks();

    @AfterEach
    void everyChunkIsBack() {
        assertThat(chunks.outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void chunksGrowWithUse(ArenaKind kind) {
        List<Long> sizes;
        try (Arena arena = kind.open(chunks)) {
            for (int i = 0; i < 20_000; i++) {
                arena.allocate(24);
            }
            sizes = chunks.sizes();
        }
        assertThat(sizes.getFirst()).isEqualTo(Carver.FIRST);
        for (int i = 1; i < sizes.size(); i++) {
            assertThat(sizes.get(i)).isEqualTo(Math.min(Carver.LARGEST, 2 * sizes.get(i - 1)));
        }
        assertThat(sizes.getLast()).isEqualTo(Carver.LARGEST);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void aChunkHoldsSeveralBlocksButALargeBlockHasItsOwn(ArenaKind kind) {
        try (Arena arena = kind.open(chunks)) {
            MemorySegment small = arena.allocate(24);
            arena.allocate(2000);
            assertThat(chunks.sizes()).as("four times 2000, rounded up").containsExactly(Carver.FIRST, 8192L);
            MemorySegment before = arena.allocate(24);
            assertThat(before.address()).as("the new chunk").isNotEqualTo(small.address() + 32);

            MemorySegment large = arena.allocate(100_000, 64);

            assertThat(large.address() % 64).isZero();
            assertThat(chunks.sizes().getLast())
                    .as("its own, with room to align it")
                    .isEqualTo(Carver.GUARD + 100_048);
            assertThat(arena.allocate(24).address())
                    .as("the chunk before goes on")
                    .isEqualTo(before.address() + 32);
            assertThat(chunks.outstanding()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void anArenaThatCannotHaveAFirstChunkIsNotOpened(ArenaKind kind) {
        chunks.failAfter(0);
        assertThatThrownBy(() -> kind.open(chunks)).isInstanceOf(OutOfMemoryError.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void aRefusedChunkLeavesTheArenaAsItWas(ArenaKind kind) {
        for (int n = 1; n < 5; n++) {
            chunks.failAfter(n);
            try (Arena arena = kind.open(chunks)) {
                List<MemorySegment> blocks = new ArrayList<>();
                Throwable refused = null;
                while (refused == null) {
                    refused =
                            catchThrowable(() -> blocks.add(arena.allocate(200).fill((byte) 3)));
                }
                assertThat(refused).isInstanceOf(OutOfMemoryError.class);
                assertThat(chunks.outstanding()).isEqualTo(n);
                blocks.forEach(block -> Contents.assertAll(block, (byte) 3));
                Contents.assertAll(arena.allocate(200), (byte) 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void everyChunkIsOfferedBackEvenIfGivingOneBackFails(ArenaKind kind) {
        Arena arena = kind.open(chunks);
        for (int i = 0; i < 3; i++) {
            arena.allocate(100_000);
        }
        chunks.failToTakeBack(true);

        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);

        assertThat(chunks.outstanding()).isZero();
        assertThat(arena.scope().isAlive()).isFalse();
    }
}
