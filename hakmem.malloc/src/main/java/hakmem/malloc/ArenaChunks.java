package hakmem.malloc;

import hakmem.malloc.arena.ChunkSource;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of the allocator for arenas. A segment of an arena has the arena's lifetime, not the region's: should the allocator
 * be closed first, its memory stays mapped until the last arena is closed.
 */
final class ArenaChunks implements ChunkSource {
    private final MallocAllocator allocator;
    private final Leases leases = new Leases();

    ArenaChunks(MallocAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public MemorySegment take(long byteSize) {
        if (!leases.tryEnter()) {
            allocator.unmapIfVacant();
            throw MallocAllocator.closedException();
        }
        boolean taken = false;
        try {
            MemorySegment chunk = allocator.allocate(byteSize, Long.BYTES);
            taken = true;
            return chunk;
        } finally {
            if (!taken) {
                leave();
            }
        }
    }

    @Override
    public void give(MemorySegment chunk) {
        try {
            allocator.freeUnlessClosed(chunk.address());
        } finally {
            leave();
        }
    }

    void shut() {
        leases.shut();
    }

    boolean isVacant() {
        return leases.isVacant();
    }

    private void leave() {
        leases.leave();
        if (allocator.isClosed()) {
            allocator.unmapIfVacant();
        }
    }
}
