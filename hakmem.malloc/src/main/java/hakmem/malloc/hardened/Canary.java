package hakmem.malloc.hardened;

import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/**
 * The bytes behind the end of a block, by which an overrun is found. They are another allocator's secret each time, and none
 * of them is 0, so that not even the end of a C string goes unnoticed.
 */
final class Canary {
    /** Bytes that every block has behind its end, at least. */
    static final int LEAST = 8;

    /** Bytes that are looked at, at most; what is behind them may never have been touched. */
    static final int MOST = 4096;

    private final MemorySegment pattern;

    Canary(SecureRandom random) {
        byte[] bytes = new byte[MOST];
        for (int i = 0; i < MOST; i++) {
            bytes[i] = (byte) (1 + random.nextInt(255));
        }
        pattern = MemorySegment.ofArray(bytes).asReadOnly();
    }

    /** How many bytes behind the end of a block are looked at. */
    static long length(long byteSize, long blockSize) {
        return Math.min(blockSize - byteSize, MOST);
    }

    void write(MemorySegment behind) {
        MemorySegment.copy(pattern, 0, behind, 0, behind.byteSize());
    }

    /** The offset of the first byte that is not as it was left, or -1. */
    long firstWritten(MemorySegment behind) {
        long length = behind.byteSize();
        return MemorySegment.mismatch(behind, 0, length, pattern, 0, length);
    }
}
