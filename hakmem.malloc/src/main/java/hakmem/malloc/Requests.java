package hakmem.malloc;

import hakmem.api.InvalidFreeException;
import hakmem.tiny.SizeClasses;
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

    /** Whether every block is aligned so, whatever its size: 1, 2, 4, 8 or 16. */
    static boolean isOfEveryBlock(long byteAlignment) {
        // Unsigned: what is not positive is too large.
        return Long.compareUnsigned(byteAlignment - 1, SizeClasses.GRANULE) < 0
                && (byteAlignment & (byteAlignment - 1)) == 0;
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
