package hakmem.malloc.hardened;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/**
 * Reserves one page more than asked for, which is never committed: where the source leaves memory inaccessible that is not
 * committed, whoever runs over the end of a reservation faults there, and meets nobody else's memory. What is decommitted at its
 * end is inaccessible again. Safe for use by several threads.
 */
public final class GuardedSource implements MemorySource {
    private final MemorySource source;

    /**
     * Puts guards behind the reservations of a source.
     *
     * @param source where they come from
     */
    public GuardedSource(MemorySource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long pageSize() {
        return source.pageSize();
    }

    @Override
    public boolean givesBack() {
        return source.givesBack();
    }

    @Override
    public boolean movesPages() {
        return source.movesPages();
    }

    @Override
    public boolean discards() {
        return source.discards();
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        return new Guarded(source.reserve(byteSize + source.pageSize(), byteAlignment), byteSize);
    }

    /** All of a reservation but its last page. */
    private record Guarded(Reservation whole, long byteSize) implements Reservation {
        @Override
        public MemorySegment segment() {
            return whole.segment().asSlice(0, byteSize);
        }

        @Override
        public void commit(long offset, long bytes) throws MemoryRefusedException {
            whole.commit(offset, bytes);
        }

        @Override
        public void decommit(long offset, long bytes, boolean inaccessible) {
            // What a block was made smaller by lies between it and the guard, and is to be as good as one.
            whole.decommit(offset, bytes, true);
        }

        @Override
        public void discard(long offset, long bytes) {
            whole.discard(offset, bytes);
        }

        @Override
        public void takeOver(Reservation from, long keptBytes, long bytes) throws MemoryRefusedException {
            whole.takeOver(from instanceof Guarded guarded ? guarded.whole : from, keptBytes, bytes);
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
