package hakmem.malloc.hardened;

import hakmem.superslab.Slab;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What freed blocks are filled with. As a number it is negative and odd, as a pointer it is one that no program has, so that a
 * late read fails soon.
 */
final class Poison {
    /** Each byte of a freed block. */
    static final byte BYTE = (byte) 0xdf;

    /** Bytes at the start of a block that are filled, at most: a larger block may never have been touched as a whole. */
    static final int LIMIT = Slab.BYTES;

    private static final MemorySegment PATTERN = pattern();

    private Poison() {}

    private static MemorySegment pattern() {
        byte[] bytes = new byte[LIMIT];
        Arrays.fill(bytes, BYTE);
        return MemorySegment.ofArray(bytes).asReadOnly();
    }

    /** How many bytes of a block are filled. */
    static long length(long blockSize) {
        return Math.min(blockSize, LIMIT);
    }

    static void fill(MemorySegment memory) {
        MemorySegment.copy(PATTERN, 0, memory, 0, memory.byteSize());
    }

    /** The offset of the first byte that is not as it was left, or -1. */
    static long firstWritten(MemorySegment memory) {
        long length = memory.byteSize();
        return MemorySegment.mismatch(memory, 0, length, PATTERN, 0, length);
    }
}
