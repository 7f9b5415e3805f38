package hakmem.tiny;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An allocator on a small region, validated when it is closed. */
final class TinyFixture implements AutoCloseable {
    static final long REGION_BYTES = 256 << 20;

    final MemoryBudget budget;
    final Region region;
    final GuardedPool pool;
    final TinyAllocator blocks;

    TinyFixture() {
        this(REGION_BYTES, TinyAllocator.MAX_HEAPS);
    }

    TinyFixture(long limit, int maxHeaps) {
        this(limit, maxHeaps, SharedPools.find("locked"));
    }

    TinyFixture(long limit, int maxHeaps, SharedPoolProvider strategy) {
        this(REGION_BYTES, limit, maxHeaps, strategy);
    }

    private TinyFixture(long regionBytes, long limit, int maxHeaps, SharedPoolProvider strategy) {
        budget = new MemoryBudget(limit);
        region = Region.reserve(MemorySources.open(Optional.of("posix")), regionBytes, budget);
        pool = GuardedPool.open(strategy, region);
        blocks = new TinyAllocator(pool, maxHeaps, 2);
    }

    /** With a region of another size, which may all be committed; memory is what is touched of it. */
    static TinyFixture ofRegion(long bytes) {
        return new TinyFixture(bytes, bytes, TinyAllocator.MAX_HEAPS, SharedPools.find("recycling"));
    }

    /** With a region of a size that cannot be committed more than once, and no other limit. */
    static TinyFixture ofFullRegion(long bytes) {
        return new TinyFixture(bytes, Long.MAX_VALUE, TinyAllocator.MAX_HEAPS, SharedPools.find("recycling"));
    }

    /** As users do: the common case first, then everything else. */
    long malloc(int byteSize) {
        long block = blocks.fastPath().allocate(byteSize, size -> BlockSlab.NO_BLOCK);
        if (block != BlockSlab.NO_BLOCK) {
            return block;
        }
        try {
            return blocks.allocate(SizeClasses.of(byteSize));
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    void free(long address) {
        if (!blocks.fastPath().tryFree(address)) {
            blocks.freeSlow(address);
        }
    }

    long liveBlocks() {
        return blocks.stats().liveBlocks();
    }

    /** The memory of a block. */
    MemorySegment at(long address, long byteSize) {
        return region.segment().asSlice(address - region.base(), byteSize);
    }

    /** Runs something in a thread of its own, to its end. */
    static <T> T inThread(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.start();
        try {
            // To the end of the thread, not only of the task: it is alive a little longer.
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return await(task);
    }

    static void runInThread(Runnable body) {
        inThread(() -> {
            body.run();
            return null;
        });
    }

    static <T> FutureTask<T> start(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.start();
        return task;
    }

    static <T> T await(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (!blocks.isClosed()) {
            blocks.validate();
            blocks.close();
        }
        pool.close();
        region.close();
    }
}
