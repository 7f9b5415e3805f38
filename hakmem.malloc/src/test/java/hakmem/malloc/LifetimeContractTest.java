package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.InvalidFreeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends together: the blocks of an arena, everything of an allocator. */
class LifetimeContractTest extends AllocatorContract {
    @Test
    void arenasTakeTheirMemoryFromTheAllocatorAndGiveItBack() {
        try (Arena arena = allocator.confinedArena()) {
            MemorySegment segment = arena.allocate(1000, 64);
            assertThat(segment.address() % 64).isZero();
            assertThat(segment.get(ValueLayout.JAVA_LONG, 0)).isZero();
            assertThat(allocator.stats().liveBlocks()).isPositive();
        }
        try (Arena arena = allocator.sharedArena()) {
            assertThat(arena.allocate(100_000).byteSize()).isEqualTo(100_000);
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void anArenasBlocksCannotBeFreedByHand() {
        try (Arena confined = allocator.confinedArena();
                Arena shared = allocator.sharedArena()) {
            for (Arena arena : List.of(confined, shared)) {
                for (long size : SIZES) {
                    for (long alignment : new long[] {1, 64, 4096}) {
                        MemorySegment segment = arena.allocate(size, alignment);
                        assertThatThrownBy(() -> allocator.free(segment))
                                .as("%d bytes at %d", size, alignment)
                                .isInstanceOf(InvalidFreeException.class);
                        assertThatThrownBy(() -> allocator.reallocate(segment, 10))
                                .isInstanceOf(InvalidFreeException.class);
                    }
                }
            }
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void everythingFailsAfterClose() {
        MemorySegment segment = allocator.allocate(100);
        MemorySegment large = allocator.allocate(3 << 20);
        allocator.close();
        allocator.close();
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                () -> allocator.malloc(1),
                () -> allocator.malloc(1 << 20),
                () -> allocator.calloc(1, 1),
                () -> allocator.alignedAlloc(64, 1),
                () -> allocator.realloc(segment.address(), 5),
                () -> allocator.realloc(0, 5),
                () -> allocator.free(segment),
                () -> allocator.free(segment.address()),
                () -> allocator.free(large),
                () -> allocator.usableSize(segment.address()),
                () -> allocator.allocate(8),
                () -> allocator.reallocate(segment, 5),
                allocator::confinedArena,
                allocator::sharedArena,
                allocator::trim,
                allocator::stats,
                () -> segment.get(ValueLayout.JAVA_BYTE, 0),
                () -> large.get(ValueLayout.JAVA_BYTE, 0));
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call : calls) {
            assertThatThrownBy(call).isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anArenaOutlivesItsAllocator() {
        Arena arena = allocator.confinedArena();
        MemorySegment segment = arena.allocate(100);
        MemorySegment large = arena.allocate(5 << 20);
        allocator.close();
        segment.fill((byte) 1);
        large.fill((byte) 1);
        assertThat(large.get(ValueLayout.JAVA_BYTE, (5 << 20) - 1)).isEqualTo((byte) 1);
        assertThatThrownBy(() -> arena.allocate(1 << 20)).isInstanceOf(IllegalStateException.class);
        arena.close();
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }
}
