package hakmem.malloc.arena;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What blocks hold. */
final class Contents {
    private Contents() {}

    /** Fails unless every byte of the block is the one expected. */
    static void assertAll(MemorySegment block, byte expected) {
        for (long offset = 0; offset < block.byteSize(); offset++) {
            if (block.get(ValueLayout.JAVA_BYTE, offset) != expected) {
                throw new AssertionError(
                        block + " holds " + block.get(ValueLayout.JAVA_BYTE, offset) + " at " + offset);
            }
        }
    }
}
