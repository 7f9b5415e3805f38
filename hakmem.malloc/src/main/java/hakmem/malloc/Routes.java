package hakmem.malloc;

import hakmem.api.InvalidFreeException;
import hakmem.large.LargeBlocks;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.tiny.SizeClasses;
import hakmem.tiny.TinyAllocator;

/**
 * Whose a block is: that of {@link TinyAllocator}, or of {@link LargeBlocks}. A request goes by its size, a block by its address.
 * The hot path knows its way without; an address that comes here may be anything, and an error says which allocator refused
 * it. Safe for use by several threads.
 */
final class Routes {
    private final MallocAllocator allocator;
    private final Region region;
    private final TinyAllocator tiny;
    private final LargeBlocks large;

    Routes(MallocAllocator allocator, Region region, TinyAllocator tiny, LargeBlocks large) {
        this.allocator = allocator;
        this.region = region;
        this.tiny = tiny;
        this.large = large;
    }

    /** A negative size is, unsigned, larger than any. */
    static boolean isSmall(long byteSize) {
        return Long.compareUnsigned(byteSize, SizeClasses.MAX_BLOCK) <= 0;
    }

    /** Whether an address is for {@link LargeBlocks} to judge: outside the region, or in a slab last used for a run. */
    boolean isLarge(long address) {
        Slab slab = region.slab(address);
        return slab == null || Slab.sizeClassOf(slab.word()) >= LargeBlocks.RUN_CLASS;
    }

    /** Whether an address is in the region, or the start of a mapping: for messages. */
    boolean mayOwn(long address) {
        return !allocator.isClosed() && (region.slab(address) != null || large.isDirect(address));
    }

    /** Frees a block. */
    void free(long address) {
        allocator.checkOpen();
        if (address == 0) {
            return;
        }
        try {
            if (isLarge(address)) {
                large.free(address);
            } else {
                tiny.freeSlow(address);
            }
        } catch (InvalidFreeException e) {
            throw OpenAllocators.named(allocator, e);
        }
    }

    /** Makes what it may take of the Java heap to free a live block by this thread; that of a large block takes nothing. */
    void prepareFree(long address) {
        if (!isLarge(address)) {
            tiny.prepareFree(address);
        }
    }

    /** Throws what a free would, and frees nothing; returns if the block is live. */
    void checkFree(long address) {
        allocator.checkOpen();
        try {
            if (isLarge(address)) {
                large.checkFree(address);
            } else {
                tiny.usableSize(address);
            }
        } catch (InvalidFreeException e) {
            throw OpenAllocators.named(allocator, e);
        }
    }

    /** The bytes that may be used of a live block. */
    long usableSize(long address) {
        allocator.checkOpen();
        try {
            return isLarge(address) ? large.usableSize(address) : tiny.usableSize(address);
        } catch (InvalidFreeException e) {
            throw OpenAllocators.named(allocator, e);
        }
    }
}
