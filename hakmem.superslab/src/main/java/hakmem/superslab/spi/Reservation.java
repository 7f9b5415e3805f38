package hakmem.superslab.spi;

import java.lang.foreign.MemorySegment;

/**
 * A range of address space of a {@link MemorySource}. Calls for disjoint ranges may come from several threads at once;
 * calls for one range are ordered by the caller.
 */
public interface Reservation extends AutoCloseable {
    /**
     * The whole range. Only committed parts may be accessed. Its scope ends when the reservation is closed, and may be
     * accessed from any thread until then.
     *
     * @return the same segment at every call, unless a {@link #takeOver} from this reservation was refused
     */
    MemorySegment segment();

    /**
     * Puts memory behind a range. Memory that was never committed, or decommitted and
     * {@linkplain MemorySource#givesBack() given back} since, reads as zeros.
     *
     * @param offset start in bytes, a multiple of the page size
     * @param byteSize bytes, a multiple of the page size
     * @throws MemoryRefusedException if there is none; the range is then as it was before
     */
    void commit(long offset, long byteSize) throws MemoryRefusedException;

    /**
     * Gives the memory behind a committed range back, as far as the source can. Contents are lost.
     *
     * @param offset start in bytes, a multiple of the page size
     * @param byteSize bytes, a multiple of the page size
     * @param inaccessible whether an access to the range should fault from now on until the next commit, rather than read
     *     undefined contents; a source that cannot do so ignores it
     */
    void decommit(long offset, long byteSize, boolean inaccessible);

    /**
     * Gives the memory behind a part of a committed range back, which stays committed: accesses are allowed, and memory comes
     * back, without a refusal, when they need it. Contents are lost: the part reads as zeros until it is written.
     *
     * @param offset start in bytes, a multiple of the page size
     * @param byteSize bytes, a multiple of the page size
     * @throws UnsupportedOperationException unless the source {@linkplain MemorySource#discards() says} that it can
     */
    default void discard(long offset, long byteSize) {
        throw new UnsupportedOperationException("this memory cannot be discarded");
    }

    /**
     * Takes over the memory of another reservation of the same source, without copying it: what is at the start of the
     * other one is at the start of this one afterwards, and the memory beyond, up to {@code byteSize}, is committed and
     * reads as zeros. The other one is closed by that: accesses through its segments fail. At no moment are more than
     * {@code byteSize} bytes of memory in use for both.
     *
     * @param from the other reservation, whose first {@code keptBytes} bytes are committed; nobody else may work on it
     * @param keptBytes bytes to take over, positive, a multiple of the page size
     * @param byteSize bytes of this reservation that are committed afterwards, at least as many, a multiple of the page
     *     size; none of them is before
     * @throws MemoryRefusedException if the system refuses; {@code from} then has its memory and contents still, but its
     *     segment is another, and accesses through the one before fail
     * @throws IllegalStateException if the segment of {@code from} is in use by a downcall; nothing has changed then
     * @throws UnsupportedOperationException unless the source {@linkplain MemorySource#movesPages() says} that it can
     */
    default void takeOver(Reservation from, long keptBytes, long byteSize) throws MemoryRefusedException {
        throw new UnsupportedOperationException("this memory cannot be moved");
    }

    /**
     * Gives address space and memory back. After that accesses through {@link #segment()} fail. Closing twice does
     * nothing.
     *
     * @throws IllegalStateException if the segment is in use by a downcall; the reservation is then still open
     */
    @Override
    void close();
}
