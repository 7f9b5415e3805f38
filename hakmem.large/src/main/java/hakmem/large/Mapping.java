package hakmem.large;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/**
 * A reservation whose first bytes are committed, or none while its addresses wait in the cache, or another mapping is about to
 * move there. Not safe for use by several threads: it belongs to one holder at a time,
 * which is a live block (under the block's lock), the cache (under the cache's lock), or the thread that took it from
 * either.
 */
final class Mapping {
    private final Reservation reservation;
    private final long address;
    private final long reserved;
    private long committed;
    private long freedAt;

    /** Bytes from the start that may hold something. */
    private long dirty;

    private Mapping nextLingering;

    /** For who has the mapping, as all else here. */
    private boolean reported;

    Mapping(Reservation reservation, long committed) {
        this.reservation = reservation;
        this.address = reservation.segment().address();
        this.reserved = reservation.segment().byteSize();
        this.committed = committed;
    }

    /** The whole reservation; only the committed bytes may be accessed. */
    MemorySegment segment() {
        return reservation.segment();
    }

    long address() {
        return address;
    }

    long reserved() {
        return reserved;
    }

    boolean isAligned(long byteAlignment) {
        return (address & byteAlignment - 1) == 0;
    }

    /** Bytes committed from the start, and charged to the budget. */
    long committed() {
        return committed;
    }

    /** When the cache took it, in the nanoseconds of the cache's clock. */
    long freedAt() {
        return freedAt;
    }

    /** For the cache, when it takes the mapping: a block had all that is committed. */
    void freedAt(long nanos) {
        freedAt = nanos;
        dirty = committed;
    }

    /** Bytes from the start that are not known to be zeros, for who has taken the mapping from the cache or made it. */
    long dirty() {
        return dirty;
    }

    /** Commits up to {@code bytes}; nothing has changed if it is refused. */
    void commitTo(long bytes) throws MemoryRefusedException {
        reservation.commit(committed, bytes - committed);
        committed = bytes;
    }

    /**
     * Takes over the memory of another mapping, and commits the rest of {@code bytes}; the other one is closed then. If it is
     * refused, both are as they were, but accesses through the other one's segment as it was fail.
     */
    void takeOver(Mapping from, long bytes) throws MemoryRefusedException {
        reservation.takeOver(from.reservation, from.committed, bytes);
        committed = bytes;
        from.committed = 0;
    }

    /** Decommits from {@code bytes} on. Late accesses there read undefined contents rather than fault. */
    void decommitFrom(long bytes) {
        reservation.decommit(bytes, committed - bytes, false);
        committed = bytes;
    }

    /** The next one in the list of those that could not be closed; guarded by that list's lock. */
    Mapping nextLingering() {
        return nextLingering;
    }

    void nextLingering(Mapping next) {
        nextLingering = next;
    }

    void close() {
        reservation.close();
    }

    /** Whether nothing has been said yet of its failing to close: it is tried again and again, but reported once. */
    boolean takeReport() {
        boolean first = !reported;
        reported = true;
        return first;
    }

    @Override
    public String toString() {
        return "mapping 0x%x (%d of %d bytes committed)".formatted(address, committed, reserved);
    }
}
