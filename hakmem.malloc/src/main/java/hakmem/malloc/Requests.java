package hakmem.malloc;

import hakmem.api.InvalidFreeException;
import java.lang.foreign.MemorySegment;

/** Checks what users ask for. */
final class Requests {
    private Requests() {}

    static long checkSize(long byteSize) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("negative size: " + byteSize);
        }
        return byteSize;
    }

    static long checkAlignment(long byteAlignment) {
        if (byteAlignment <= 0 || Long.bitCount(byteAlignment) != 1) {
            throw new IllegalArgumentException("alignment is not a power of two: " + byteAlignment);
        }
        return byteAlignment;
    }

    static long product(long count, long byteSize) {
        checkSize(byteSize);
        if (count < 0) {
            throw new IllegalArgumentException("negative count: " + count);
        }
        if (Math.multiplyHigh(count, byteSize) != 0 || count * byteSize < 0) {
            throw new IllegalArgumentException(count + " elements of " + byteSize + " bytes are too many");
        }
        return count * byteSize;
    }

    static long addressOf(MemorySegment block) {
        if (!block.isNative()) {
            throw new InvalidFreeException(block.address(), "not a block of this allocator: " + block);
        }
        return block.address();
    }
}
