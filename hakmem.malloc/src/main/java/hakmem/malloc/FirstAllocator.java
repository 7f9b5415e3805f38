package hakmem.malloc;

import hakmem.large.LargeBlocks;
import hakmem.sharedpool.GuardedPool;
import hakmem.tiny.FirstFastPath;
import hakmem.tiny.TinyAllocator;

/** The first allocator of the process, which in most is the only one: by {@link FirstFastPath}, that is, by constants. */
final class FirstAllocator extends MallocAllocator {
    FirstAllocator(GuardedPool pool, TinyAllocator tiny, LargeBlocks large, boolean processWide) {
        super(pool, tiny, large, processWide);
    }

    @Override
    public long malloc(long byteSize) {
        return FirstFastPath.allocate(byteSize, this);
    }

    @Override
    public void free(long address) {
        if (!FirstFastPath.tryFree(address)) {
            freeSlow(address);
        }
    }
}
