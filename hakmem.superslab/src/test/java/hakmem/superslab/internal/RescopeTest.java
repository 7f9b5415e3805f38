package hakmem.superslab.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.Together;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RescopeTest {
    @Test
    void aBlockLivesAsLongAsTheArena() throws Exception {
        assertThat(Rescope.isPermitted()).isTrue();
        try (Region region = Region.reserve(
                MemorySources.open(Optional.empty()), SuperSlab.BYTES, new MemoryBudget(SuperSlab.BYTES))) {
            MemorySegment block = region.commit().slab(1).segment();
            MemorySegment inArena;
            try (Arena arena = Arena.ofConfined()) {
                inArena = Rescope.segment(block.address(), block.byteSize(), arena);
                inArena.set(ValueLayout.JAVA_INT, 4, 42);
                assertThat(inArena.byteSize()).isEqualTo(Slab.BYTES);
                assertThat(inArena.address()).isEqualTo(block.address());
                assertThat(inArena.isAccessibleBy(Thread.currentThread())).isTrue();
                Together.run(
                        1,
                        _ -> assertThat(inArena.isAccessibleBy(Thread.currentThread()))
                                .isFalse());
            }
            assertThatThrownBy(() -> inArena.get(ValueLayout.JAVA_INT, 4)).isInstanceOf(IllegalStateException.class);
            assertThat(block.get(ValueLayout.JAVA_INT, 4)).isEqualTo(42);
        }
    }

    @Test
    void aClosedArenaIsRefused() {
        Arena closed;
        try (Arena arena = Arena.ofShared()) {
            closed = arena;
        }
        assertThatThrownBy(() -> Rescope.segment(4096, 16, closed)).isInstanceOf(IllegalStateException.class);
    }
}
