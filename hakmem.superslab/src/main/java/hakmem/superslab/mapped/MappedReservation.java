package hakmem.superslab.mapped;

import hakmem.superslab.internal.PageRanges;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/** A mapped file; all of it is accessible, committed is what its {@link Room} has promised. Safe for several threads. */
final class MappedReservation implements Reservation {
    private final Room room;
    private final Room.Tenant tenant;
    private final SparseFile file;
    private final Arena arena;
    private final MemorySegment segment;

    /** Which units have all their pages; no lambda, for the first block waits for each that is linked. */
    private record Resident(MemorySegment segment) implements IntPredicate {
        @Override
        public boolean test(int unit) {
            return segment.asSlice((long) unit * Room.UNIT, Room.UNIT).isLoaded();
        }
    }

    /** Takes the arena and the file over; the segment is the aligned part of the file. */
    MappedReservation(Room room, SparseFile file, Arena arena, MemorySegment segment) {
        this.room = room;
        this.file = file;
        this.arena = arena;
        this.segment = segment;
        this.tenant = new Room.Tenant(new Resident(segment));
        room.enter(tenant);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void commit(long offset, long byteSize) throws MemoryRefusedException {
        PageRanges.slice(segment, Room.UNIT, offset, byteSize);
        room.claim(tenant, (int) (offset / Room.UNIT), (int) ((offset + byteSize) / Room.UNIT));
    }

    /** {@inheritDoc} A file keeps its pages, so it does nothing. */
    @Override
    public void decommit(long offset, long byteSize, boolean inaccessible) {
        PageRanges.slice(segment, Room.UNIT, offset, byteSize);
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the reservation is closed");
        }
    }

    @Override
    public void close() {
        if (room.leave(tenant, arena::close)) {
            file.delete();
        }
    }
}
