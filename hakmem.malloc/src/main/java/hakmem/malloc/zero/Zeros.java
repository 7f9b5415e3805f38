package hakmem.malloc.zero;

import java.lang.foreign.MemorySegment;

/** Fills memory with zeros. Safe for use by several threads, each with memory of its own. */
public final class Zeros {
    /*
     * MemorySegment.fill does not use the widest stores: 17 ns for 1 KiB, 68 for 4 KiB. A copy from a page of zeros, which
     * stays in the first-level cache, takes 8 and 20, and is as fast or faster at every size tried from 64 bytes to 1 MiB.
     * Below that, overlapping stores of 8 bytes save 2 ns when called alone, and cost more than that where they make the
     * caller too large to inline; so there is one way for all.
     */
    private static final int PAGE = 8192;
    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[PAGE]).asReadOnly();

    private Zeros() {}

    /**
     * Fills a part of a segment with zeros.
     *
     * @param whole writable memory
     * @param offset where to start, in bytes
     * @param byteSize how many bytes, not negative
     * @throws IndexOutOfBoundsException if the part is not inside the segment
     * @throws IllegalStateException if the scope of the segment has ended
     * @throws WrongThreadException if the segment belongs to another thread
     */
    public static void clear(MemorySegment whole, long offset, long byteSize) {
        if (byteSize <= PAGE) {
            MemorySegment.copy(ZEROS, 0, whole, offset, byteSize);
        } else {
            clearPages(whole, offset, byteSize);
        }
    }

    private static void clearPages(MemorySegment whole, long offset, long byteSize) {
        long at = offset;
        long left = byteSize;
        while (left > PAGE) {
            MemorySegment.copy(ZEROS, 0, whole, at, PAGE);
            at += PAGE;
            left -= PAGE;
        }
        MemorySegment.copy(ZEROS, 0, whole, at, left);
    }
}
