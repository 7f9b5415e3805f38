package hakmem.superslab.spi;

/** Where address space and memory come from. Safe for use by several threads. */
public interface MemorySource {
    /**
     * The name its provider goes by.
     *
     * @return the name
     */
    String name();

    /**
     * The granularity of commit and decommit.
     *
     * @return bytes of a page, a power of two
     */
    long pageSize();

    /**
     * Whether {@link Reservation#decommit} gives memory back before the reservation is closed.
     *
     * @return true if it does
     */
    boolean givesBack();

    /**
     * Whether {@link Reservation#takeOver} works.
     *
     * @return true if memory can change its addresses without being copied; false unless a source says otherwise
     */
    default boolean movesPages() {
        return false;
    }

    /**
     * Whether {@link Reservation#discard} works.
     *
     * @return true if parts of what is committed can do without memory until they are written again; false unless a source
     *     says otherwise
     */
    default boolean discards() {
        return false;
    }

    /**
     * Reserves address space without memory behind it.
     *
     * @param byteSize bytes, a multiple of the page size
     * @param byteAlignment alignment of its address, a power of two of at least the page size
     * @return the reservation, to be closed by the caller
     * @throws MemoryRefusedException if the system refuses
     */
    Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException;
}
