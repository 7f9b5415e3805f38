package hakmem.superslab.internal;

import java.lang.foreign.MemorySegment;

/** The argument checks every memory source needs. */
public final class PageRanges {
    private PageRanges() {}

    /**
     * Checks what is to be reserved.
     *
     * @param pageSize bytes of a page
     * @param byteSize bytes wanted
     * @param byteAlignment alignment wanted
     * @throws IllegalArgumentException unless the size is a positive multiple of the page size, and the alignment a power
     *     of two of at least the page size
     */
    public static void checkReserve(long pageSize, long byteSize, long byteAlignment) {
        if (byteSize <= 0 || byteSize % pageSize != 0) {
            throw new IllegalArgumentException(
                    "reserve " + byteSize + " bytes: not a positive multiple of the page size, " + pageSize);
        }
        if (byteAlignment < pageSize || Long.bitCount(byteAlignment) != 1) {
            throw new IllegalArgumentException(
                    "alignment " + byteAlignment + ": not a power of two of at least the page size, " + pageSize);
        }
    }

    /**
     * Checks a range to be committed or decommitted, and cuts it out.
     *
     * @param segment the whole reservation
     * @param pageSize bytes of a page
     * @param offset start of the range in bytes
     * @param byteSize bytes of the range
     * @return the range
     * @throws IllegalArgumentException unless both are multiples of the page size
     * @throws IndexOutOfBoundsException if the range is not inside the segment
     */
    public static MemorySegment slice(MemorySegment segment, long pageSize, long offset, long byteSize) {
        if (offset % pageSize != 0 || byteSize % pageSize != 0) {
            throw new IllegalArgumentException("range of " + byteSize + " bytes at offset " + offset
                    + ": not multiples of the page size, " + pageSize);
        }
        return segment.asSlice(offset, byteSize);
    }
}
