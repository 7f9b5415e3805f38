package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.InvalidFreeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An allocator of the class for the first, and others beside it: none may take another's tables for its own. */
class FastPathTest {
    @Test
    void noOtherAllocatorIsTheFirst() {
        new TinyFixture().close(); // the first, if no test of this JVM had one before
        try (TinyFixture other = new TinyFixture()) {
            assertThat(other.blocks.fastPath().isFirst()).isFalse();
            assertThat(FirstFastPath.leadsTo(other.blocks.fastPath())).isFalse();
        }
    }

    @Test
    void allocatorsSideBySideKeepTheirBlocksApart() {
        List<TinyFixture> allocators = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                allocators.add(new TinyFixture());
            }
            List<Long> blocks = new ArrayList<>();
            for (TinyFixture allocator : allocators) {
                allocator.malloc(64);
                blocks.add(allocator.blocks.fastPath().allocate(64, size -> BlockSlab.NO_BLOCK));
            }
            assertThat(blocks).doesNotHaveDuplicates().doesNotContain(BlockSlab.NO_BLOCK);
            for (int i = 0; i < allocators.size(); i++) {
                TinyFixture other = allocators.get((i + 1) % allocators.size());
                long block = blocks.get(i);
                assertThat(other.blocks.fastPath().tryFree(block)).isFalse();
                assertThatThrownBy(() -> other.free(block)).isExactlyInstanceOf(InvalidFreeException.class);
                assertThat(allocators.get(i).blocks.fastPath().tryFree(block)).isTrue();
            }
            assertThat(allocators).allMatch(allocator -> allocator.liveBlocks() == 1);
        } finally {
            allocators.forEach(TinyFixture::close);
        }
    }
}
