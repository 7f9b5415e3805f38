package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** Tests of a region over a source that does what the test says. */
abstract class ScriptedRegion {
    /** Bytes: room for four SuperSlabs. */
    static final long SIZE = 4L * SuperSlab.BYTES;

    final ScriptedSource source = new ScriptedSource();
    final MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);

    @AfterEach
    void theSourceWasUsedAsItsContractSays() {
        assertThat(source.faults()).isEmpty();
    }

    final Region region() {
        return Region.reserve(source, SIZE, budget);
    }
}
