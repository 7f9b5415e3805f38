package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmptyStacksTest {
    private final StageCounters counters = new StageCounters();
    private final EmptyStacks stacks = new EmptyStacks(counters);
    private final Entry entry = new Entry(0);

    @Test
    void theSlabReleasedLastComesFirstAndClassesAreSeparate() {
        stacks.push(1, entry, 4);
        stacks.push(65, entry, 5);
        stacks.push(1, entry, 6);
        stacks.push(65_535, entry, 7);
        assertThat(stacks.pop(1).slot()).isEqualTo(6);
        assertThat(stacks.pop(1).slot()).isEqualTo(4);
        assertThat(stacks.pop(1)).isNull();
        assertThat(stacks.pop(65).slot()).isEqualTo(5);
        assertThat(stacks.pop(65_535).slot()).isEqualTo(7);
        assertThat(stacks.pop(30_000)).isNull();
    }

    @Test
    void aSweepKeepsTheNodesWhoseSlabsAreEmptyAndNoOthers() {
        for (int slot = 0; slot < 32; slot++) {
            entry.putEmpty(slot, counters.failedClaims);
            stacks.push(slot % 2, entry, slot);
        }
        entry.takeEmpty(0x0000_ffff, counters.failedClaims);
        stacks.sweep();
        assertThat(stacks.size(0)).isEqualTo(8);
        assertThat(stacks.size(1)).isEqualTo(8);
        for (EmptyStacks.Node node = stacks.pop(0); node != null; node = stacks.pop(0)) {
            assertThat(node.slot()).isBetween(16, 31);
        }
    }
}
