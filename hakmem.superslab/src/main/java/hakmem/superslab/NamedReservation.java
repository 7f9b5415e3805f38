package hakmem.superslab;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/**
 * A reservation whose exceptions say which source they come from, so that a strategy that passes them on is not blamed for them.
 * Refusals, errors of the JVM and what {@link #close()} throws pass as they are. As safe for use by several threads as the
 * reservation it stands for.
 */
record NamedReservation(String source, Reservation reservation) implements Reservation {
    @Override
    public MemorySegment segment() {
        return reservation.segment();
    }

    @Override
    public void commit(long offset, long byteSize) throws MemoryRefusedException {
        try {
            reservation.commit(offset, byteSize);
        } catch (RuntimeException e) {
            throw new MemorySourceException(source, "commit", offset, byteSize, e);
        }
    }

    @Override
    public void decommit(long offset, long byteSize, boolean inaccessible) {
        try {
            reservation.decommit(offset, byteSize, inaccessible);
        } catch (RuntimeException e) {
            throw new MemorySourceException(source, "decommit", offset, byteSize, e);
        }
    }

    @Override
    public void discard(long offset, long byteSize) {
        try {
            reservation.discard(offset, byteSize);
        } catch (RuntimeException e) {
            throw new MemorySourceException(source, "discard", offset, byteSize, e);
        }
    }

    @Override
    public void close() {
        reservation.close();
    }
}
