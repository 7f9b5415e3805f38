package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.malloc.arena.ChunkSource;
import hakmem.malloc.hardened.Substrate;
import hakmem.superslab.Region;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A {@link MallocAllocator} as the hardened front sees it. */
record HardenedDoor(MallocAllocator allocator) implements Substrate {
    @Override
    public void checkRequest(long byteSize, long byteAlignment) {
        Requests.checkSize(byteSize);
        Requests.checkAlignment(byteAlignment);
        allocator.checkOpen();
    }

    @Override
    public void checkOpen() {
        allocator.checkOpen();
    }

    @Override
    public long product(long count, long byteSize) {
        return Requests.product(count, byteSize);
    }

    @Override
    public long allocate(long byteSize, long byteAlignment) {
        return allocator.alignedAlloc(byteAlignment, byteSize);
    }

    @Override
    public long allocateZeroed(long byteSize, long byteAlignment) {
        return allocator.allocateZeroed(byteSize, byteAlignment);
    }

    @Override
    public long realloc(long address, long byteSize, Consumer<MemorySegment> result) {
        return allocator.reallocation().of(address, byteSize, result);
    }

    @Override
    public void free(long address) {
        allocator.free(address);
    }

    @Override
    public void prepareFree(long address) {
        allocator.routes().prepareFree(address);
    }

    @Override
    public void checkFree(long address) {
        allocator.routes().checkFree(address);
    }

    @Override
    public long usableSize(long address) {
        return allocator.usableSize(address);
    }

    @Override
    public MemorySegment segment(long address, long byteSize) {
        return allocator.segment(address, byteSize);
    }

    @Override
    public long addressOf(MemorySegment block) {
        return Requests.addressOf(block);
    }

    @Override
    public Region region() {
        return allocator.region();
    }

    @Override
    public ChunkSource chunks(Allocator front) {
        return allocator.chunksOf(front);
    }

    @Override
    public void beforeAging(Runnable action) {
        allocator.reclaimer().beforeAging(action);
    }

    @Override
    public void whileNobodyGives(Runnable action) {
        allocator.reclaimer().whileNobodyGives(action);
    }

    @Override
    public long trim() {
        return allocator.trim();
    }

    @Override
    public AllocatorStats stats() {
        return allocator.stats();
    }

    @Override
    public void validateStats(AllocatorStats stats) {
        Snapshots.validate(stats);
    }

    @Override
    public void validate() {
        allocator.validate();
    }

    @Override
    public boolean isClosed() {
        return allocator.isClosed();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
