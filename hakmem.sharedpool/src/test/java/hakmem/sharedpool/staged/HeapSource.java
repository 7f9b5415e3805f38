package hakmem.sharedpool.staged;

import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A source of ordinary memory: what is reserved is there at once, and commit, decommit and discard do nothing. */
public class HeapSource implements MemorySource {
    @Override
    public String name() {
        return "heap";
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
    @SuppressWarnings("MustBeClosedChecker") // closed with the reservation
    public Reservation reserve(long byteSize, long byteAlignment) {
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(byteSize, byteAlignment);
        return new Reservation() {
            @Override
            public MemorySegment segment() {
                return segment;
            }

            @Override
            public void commit(long offset, long size) throws MemoryRefusedException {
                onCommit();
            }

            @Override
            public void decommit(long offset, long size, boolean inaccessible) {
                onDecommit();
            }

            @Override
            public void discard(long offset, long size) {
                onDiscard((int) (offset >>> Slab.SHIFT), (int) (size >>> Slab.SHIFT));
            }

            @Override
            public void close() {
                if (arena.scope().isAlive()) {
                    arena.close();
                }
            }
        };
    }

    /**
     * Called for each commit; a test may refuse.
     *
     * @throws MemoryRefusedException if the test wants it so
     */
    protected void onCommit() throws MemoryRefusedException {}

    /**
     * Called for each discard; a test may throw.
     *
     * @param first the first slab's number in the reservation
     * @param slabs how many
     */
    protected void onDiscard(int first, int slabs) {}

    /** Called for each decommit; a test may throw. */
    protected void onDecommit() {}
}
