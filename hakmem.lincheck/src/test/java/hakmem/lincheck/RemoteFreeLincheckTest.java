package hakmem.lincheck;

import org.junit.jupiter.api.Test;

class RemoteFreeLincheckTest {
    @Test
    void blocksHandedFromThreadToThreadAreFreedOnceEach() {
        Checks.modelCheck(RemoteFreeOperations.class, RemoteFreeOperations.Specification.class, 4);
    }

    @Test
    void blocksHandedFromThreadToThreadAreFreedOnceEachUnderStress() {
        Checks.stress(RemoteFreeOperations.class, RemoteFreeOperations.Specification.class, 2);
    }
}
