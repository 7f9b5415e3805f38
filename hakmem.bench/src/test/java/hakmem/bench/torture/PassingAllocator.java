package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An allocator that does what another does, for tests that put a fault into it. */
class PassingAllocator implements Allocator {
    final Allocator sound;

    PassingAllocator(Allocator sound) {
        this.sound = sound;
    }

    @Override
    public long malloc(long byteSize) {
        return sound.malloc(byteSize);
    }

    @Override
    public long calloc(long count, long byteSize) {
        return sound.calloc(count, byteSize);
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return sound.alignedAlloc(byteAlignment, byteSize);
    }

    @Override
    public long realloc(long address, long byteSize) {
        return sound.realloc(address, byteSize);
    }

    @Override
    public void free(long address) {
        sound.free(address);
    }

    @Override
    public long usableSize(long address) {
        return sound.usableSize(address);
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        return sound.allocate(byteSize, byteAlignment);
    }

    @Override
    public MemorySegment reallocate(MemorySegment block, long byteSize) {
        return sound.reallocate(block, byteSize);
    }

    @Override
    public void free(MemorySegment block) {
        sound.free(block);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    public Arena confinedArena() {
        return sound.confinedArena();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    public Arena sharedArena() {
        return sound.sharedArena();
    }

    @Override
    public long trim() {
        return sound.trim();
    }

    @Override
    public AllocatorStats stats() {
        return sound.stats();
    }

    @Override
    public void close() {
        sound.close();
    }
}
