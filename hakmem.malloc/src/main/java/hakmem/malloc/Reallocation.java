package hakmem.malloc;

import hakmem.api.InvalidFreeException;
import hakmem.large.LargeBlocks;
import hakmem.sharedpool.PoolStrategyException;
import hakmem.tiny.SizeClasses;
import hakmem.tiny.TinyAllocator;
import java.lang.foreign.MemorySegment;

/**
 * Gives a block another size: where it is, if its class, its run or its mapping allows; by moving its pages, if the memory
 * source can; else by a copy. A large block keeps the alignment it was asked for as long as it stays large.
 */
final class Reallocation {
    private final MallocAllocator allocator;
    private final TinyAllocator tiny;
    private final LargeBlocks large;

    Reallocation(MallocAllocator allocator, TinyAllocator tiny, LargeBlocks large) {
        this.allocator = allocator;
        this.tiny = tiny;
        this.large = large;
    }

    /** The block's address afterwards; the contract is that of {@code Allocator.realloc}. */
    long of(long address, long byteSize) {
        return allocator.isLarge(address) ? ofLarge(address, byteSize) : ofSmall(address, byteSize);
    }

    private long ofSmall(long address, long byteSize) {
        long usable = tiny.usableSize(address);
        return fits(byteSize, usable) ? address : copy(address, allocator.malloc(byteSize), Math.min(usable, byteSize));
    }

    private long ofLarge(long address, long byteSize) {
        if (!MallocAllocator.isSmall(byteSize)) {
            if (large.resize(address, byteSize)) {
                return address;
            }
            long moved = large.move(address, byteSize);
            if (moved != 0) {
                return moved;
            }
        }
        long usable = large.usableSize(address);
        if (fits(byteSize, usable)) {
            return address;
        }
        long alignment = MallocAllocator.isSmall(byteSize) ? SizeClasses.GRANULE : large.alignment(address);
        return copy(address, allocator.allocateAligned(byteSize, alignment), Math.min(usable, byteSize));
    }

    /** A block is kept if the new size needs at least half of it. */
    private static boolean fits(long byteSize, long usable) {
        return byteSize <= usable && byteSize >= usable / 2;
    }

    /** Copies a block to another and frees it. Whatever goes wrong, one of the two is live afterwards, and not both. */
    private long copy(long from, long to, long byteSize) {
        boolean done = false;
        try {
            MemorySegment.copy(allocator.segment(from, byteSize), 0, allocator.segment(to, byteSize), 0, byteSize);
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
