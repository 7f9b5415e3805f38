package hakmem.lincheck;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.spi.MemoryRefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RemoteFreeLincheckTest {
    /**
     * The first allocator of a process has a class for its tables. Lincheck sets static fields back before every schedule, and
     * would make each allocator the first; but constants it leaves.
     */
    @BeforeAll
    static void theFirstAllocatorIsAnother() throws MemoryRefusedException {
        assertThat(new RemoteFreeOperations()).isNotNull();
    }

    @Test
    void blocksHandedFromThreadToThreadAreFreedOnceEach() {
        Checks.modelCheck(RemoteFreeOperations.class, RemoteFreeOperations.Specification.class, 4);
    }

    @Test
    void blocksHandedFromThreadToThreadAreFreedOnceEachUnderStress() {
        Checks.stress(RemoteFreeOperations.class, RemoteFreeOperations.Specification.class, 2);
    }
}
