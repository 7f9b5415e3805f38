package hakmem.lincheck;

import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/** A source of addresses with nothing behind them: the allocator touches no memory, and nor do these tests. */
public final class AddressSource implements MemorySource {
    private static final long BASE = 1L << 32;

    @Override
    public String name() {
        return "addresses";
    }

    @Override
    public long pageSize() {
        return 4096;
    }

    @Override
    public boolean givesBack() {
        return true;
    }

    @Override
    public boolean discards() {
        return true;
    }

    @Override
    @SuppressWarnings("restricted")
    public Reservation reserve(long byteSize, long byteAlignment) {
        MemorySegment segment = MemorySegment.ofAddress(BASE).reinterpret(byteSize);
        return new Reservation() {
            @Override
            public MemorySegment segment() {
                return segment;
            }

            @Override
            public void commit(long offset, long size) {}

            @Override
            public void decommit(long offset, long size, boolean inaccessible) {}

            @Override
            public void discard(long offset, long size) {}

            @Override
            public void close() {}
        };
    }
}
