package hakmem.tiny;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;

/** What is wrong with an address that was to be freed. All errors of this module are made here. */
final class FreeErrors {
    private FreeErrors() {}

    static DoubleFreeException freedTwice(BlockSlab slab, long address) {
        return new DoubleFreeException(
                address, "block 0x%x was freed already, %s".formatted(address, whereabouts(slab)));
    }

    /** The error for an address in a slab at which no live block starts. */
    static InvalidFreeException notLive(BlockSlab slab, long address) {
        int blockSize = slab.blockSize();
        if (blockSize == 0) {
            return new InvalidFreeException(
                    address, "0x%x is no block: slab 0x%x was never used".formatted(address, slab.slab.address()));
        }
        int offset = (int) (address - slab.base);
        int block = Math.floorDiv(offset, blockSize);
        int inside = offset - block * blockSize;
        if (block < 0 || block >= slab.pushed()) {
            return new InvalidFreeException(
                    address, "0x%x is no block: nothing was allocated there, %s".formatted(address, whereabouts(slab)));
        }
        if (inside != 0) {
            return new InvalidFreeException(
                    address,
                    "0x%x is no block: it lies %s after the start of the block at 0x%x, %s"
                            .formatted(
                                    address,
                                    inside == 1 ? "1 byte" : inside + " bytes",
                                    address - inside,
                                    whereabouts(slab)));
        }
        return freedTwice(slab, address);
    }

    private static String whereabouts(BlockSlab slab) {
        return "in slab 0x%x of blocks of %d bytes (size class %d, %s)"
                .formatted(slab.slab.address(), slab.blockSize(), slab.sizeClass(), ownerOf(slab));
    }

    /** Who allocates from the slab, as far as can be told: it may change at any moment. */
    private static String ownerOf(BlockSlab slab) {
        ThreadHeap heap = slab.owner();
        if (heap == PaddedThreadHeap.NOBODY) {
            return "owned by nobody";
        }
        if (heap.stripe() != null) {
            return "shared by virtual threads and those beyond " + TinyAllocator.MAX_HEAPS;
        }
        Thread owner = heap.ownerAcquire();
        return owner == null ? "of a heap without an owner" : "owned by thread \"" + owner.getName() + "\"";
    }
}
