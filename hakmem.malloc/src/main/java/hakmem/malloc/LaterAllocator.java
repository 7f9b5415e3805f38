package hakmem.malloc;

import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.tiny.FastPath;
import hakmem.tiny.TinyAllocator;

/** Every allocator but the first of the process. */
final class LaterAllocator extends MallocAllocator {
    private final FastPath fastPath;

    LaterAllocator(GuardedPool pool, TinyAllocator tiny, LargeBlocks large, boolean processWide) {
        super(pool, tiny, large, processWide);
        this.fastPath = tiny.fastPath();
    }

    @Override
    public long malloc(long byteSize) {
        return fastPath.allocate(byteSize, this);
    }

    @Override
    public void free(long address) {
        if (!fastPath.tryFree(address)) {
            freeSlow(address);
        }
    }
}
