package hakmem.malloc;

import hakmem.api.InvalidFreeException;
import hakmem.large.LargeBlocks;
import hakmem.sharedpool.PoolStrategyException;
import hakmem.tiny.SizeClasses;
import hakmem.tiny.TinyAllocator;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Gives a block another size: where it is, if its class, its run or its mapping allows; by moving its pages, if the memory
 * source can; else by a copy. A large block keeps the alignment it was asked for as long as it stays large.
 */
final class Reallocation {
    private final MallocAllocator allocator;
    private final Routes routes;
    private final TinyAllocator tiny;
    private final LargeBlocks large;

    Reallocation(MallocAllocator allocator, Routes routes, TinyAllocator tiny, LargeBlocks large) {
        this.allocator = allocator;
        this.routes = routes;
        this.tiny = tiny;
        this.large = large;
    }

    /**
     * The block afterwards as a segment, for who wants one. It is made before the block has ended that was there before: with no
     * room for it on the Java heap, that one stays.
     */
    static final class Result implements Consumer<MemorySegment> {
        private MemorySegment segment;

        @Override
        public void accept(MemorySegment made) {
            segment = made;
        }

        MemorySegment segment() {
            return segment;
        }
    }

    /**
     * Gives a block another size; the contract is that of {@code Allocator.realloc}.
     *
     * @param result to be given the segment, or null
     * @return the block's address afterwards
     */
    long of(long address, long byteSize, Consumer<MemorySegment> result) {
        allocator.checkOpen();
        try {
            return routes.isLarge(address) ? ofLarge(address, byteSize, result) : ofSmall(address, byteSize, result);
        } catch (InvalidFreeException e) {
            throw OpenAllocators.named(allocator, e);
        }
    }

    private long ofSmall(long address, long byteSize, Consumer<MemorySegment> result) {
        long usable = tiny.usableSize(address);
        return fits(byteSize, usable)
                ? stays(address, byteSize, result)
                : copy(address, usable, allocator.malloc(byteSize), byteSize, result);
    }

    private long ofLarge(long address, long byteSize, Consumer<MemorySegment> result) {
        if (!Routes.isSmall(byteSize)) {
            // Before a shrink, which leaves less than the caller has a segment of; a block that grows is all there
            // still.
            boolean shrinks = result != null && byteSize <= large.usableSize(address);
            if (shrinks) {
                stays(address, byteSize, result);
            }
            if (large.resize(address, byteSize)) {
                return shrinks ? address : stays(address, byteSize, result);
            }
            long moved = large.move(address, byteSize, result);
            if (moved != 0) {
                return moved;
            }
        }
        long usable = large.usableSize(address);
        if (fits(byteSize, usable)) {
            return stays(address, byteSize, result);
        }
        long alignment = Routes.isSmall(byteSize) ? SizeClasses.GRANULE : large.alignment(address);
        return copy(address, usable, allocator.allocateAligned(byteSize, alignment), byteSize, result);
    }

    private long stays(long address, long byteSize, Consumer<MemorySegment> result) {
        if (result != null) {
            result.accept(allocator.segment(address, byteSize));
        }
        return address;
    }

    /** A block is kept if the new size needs at least half of it. */
    private static boolean fits(long byteSize, long usable) {
        return byteSize <= usable && byteSize >= usable / 2;
    }

    /** Copies a block to another and frees it. Whatever goes wrong, one of the two is live afterwards, and not both. */
    private long copy(long from, long usable, long to, long byteSize, Consumer<MemorySegment> result) {
        boolean done = false;
        try {
            long kept = Math.min(usable, byteSize);
            MemorySegment.copy(allocator.segment(from, kept), 0, allocator.segment(to, kept), 0, kept);
            stays(to, byteSize, result);
            allocator.free(from);
            done = true;
        } catch (PoolStrategyException e) {
            // The block has ended, though the strategy could not take its slab back; to throw now would lose the
            // contents.
            System.getLogger("hakmem.malloc")
                    .log(System.Logger.Level.WARNING, "a block was reallocated, but its slab is lost", e);
            done = true;
        } catch (OutOfMemoryError e) {
            // The Java heap is full. The block may have ended before that was noticed, and then the other one is the
            // block.
            done = !isLive(from);
            if (!done) {
                throw e;
            }
        } finally {
            if (!done) {
                // Somebody else has freed the old block meanwhile, or the allocator was closed.
                allocator.freeUnlessClosed(allocator, to);
            }
        }
        return to;
    }

    private boolean isLive(long address) {
        try {
            return allocator.usableSize(address) > 0;
        } catch (InvalidFreeException e) {
            return false;
        }
    }
}
