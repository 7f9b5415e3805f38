package hakmem.large;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;

/** Every exception of the module is made here; each message carries the values. */
final class LargeErrors {
    private LargeErrors() {}

    static InvalidFreeException insideRun(long address, Slab slab, Slab first, int slabs) {
        return new InvalidFreeException(
                address,
                "0x%x lies in %s, inside a live block of %d bytes (a run of %d slabs) that starts at 0x%x"
                        .formatted(address, slab, (long) slabs << Slab.SHIFT, slabs, first.address()));
    }

    static InvalidFreeException insideFormerRun(long address, Slab slab) {
        return new InvalidFreeException(
                address, "0x%x lies in %s and is not the start of a live block".formatted(address, slab));
    }

    static DoubleFreeException runFreedBefore(long address, Slab slab, int slabs) {
        return new DoubleFreeException(
                address,
                "0x%x in %s was the start of a block of %d bytes (a run of %d slabs), which was freed before"
                        .formatted(address, slab, (long) slabs << Slab.SHIFT, slabs));
    }

    static InvalidFreeException runNotLive(long address, Slab slab, int slabs) {
        return new InvalidFreeException(
                address,
                "0x%x in %s was the start of a block of %d bytes (a run of %d slabs), which is freed"
                        .formatted(address, slab, (long) slabs << Slab.SHIFT, slabs));
    }

    static InvalidFreeException insideMapping(long address, long start, long byteSize) {
        return new InvalidFreeException(
                address,
                "0x%x lies %d bytes inside a live block of %d bytes (a direct mapping) that starts at 0x%x"
                        .formatted(address, address - start, byteSize, start));
    }

    static DoubleFreeException mappingFreedBefore(long address, long byteSize) {
        return new DoubleFreeException(
                address,
                "0x%x was the start of a block of %d bytes (a direct mapping), which was freed before"
                        .formatted(address, byteSize));
    }

    static InvalidFreeException mappingNotLive(long address, long byteSize) {
        return new InvalidFreeException(
                address,
                "0x%x was the start of a block of %d bytes (a direct mapping), which is freed"
                        .formatted(address, byteSize));
    }

    static InvalidFreeException foreign(long address, Region region) {
        long offset = address - region.base();
        boolean inside = offset >= 0 && offset < region.byteSize();
        return new InvalidFreeException(
                address,
                "0x%x is not the start of a block of this allocator: no direct mapping starts there, and it lies %s 0x%x to 0x%x"
                        .formatted(
                                address,
                                inside ? "in memory never committed in the region" : "outside the region",
                                region.base(),
                                region.base() + region.byteSize()));
    }

    static MemoryRefusedException limitReached(long byteSize, MemoryBudget budget) {
        return new MemoryRefusedException(
                Reason.LIMIT,
                "%d bytes more would pass the limit of %d bytes, %d are committed"
                        .formatted(byteSize, budget.limit(), budget.committed()));
    }

    static MemoryRefusedException beyondAddressSpace(long byteSize, long byteAlignment) {
        return new MemoryRefusedException(
                Reason.SYSTEM,
                "no address space holds %d bytes at a multiple of %d".formatted(byteSize, byteAlignment));
    }

    static IllegalArgumentException badRequest(long byteSize, long byteAlignment) {
        return new IllegalArgumentException(
                "size %d must not be negative, alignment %d must be a power of two".formatted(byteSize, byteAlignment));
    }

    static IndexOutOfBoundsException beyondBlock(long address, long byteSize, long usableSize) {
        return new IndexOutOfBoundsException(
                "%d bytes at 0x%x, where a block of %d bytes is".formatted(byteSize, address, usableSize));
    }

    static IllegalStateException addressHandedOutTwice(String source, Mapping mapping) {
        return new IllegalStateException(
                "memory source \"%s\" handed out %s, where a live block is".formatted(source, mapping));
    }

    static IllegalStateException closed() {
        return new IllegalStateException("the allocator is closed");
    }

    static IllegalStateException stillInUse(int mappings, long byteSize) {
        return new IllegalStateException(
                "%d mappings of %d bytes are in use by native code and could not be given back; close again later"
                        .formatted(mappings, byteSize));
    }

    static AssertionError broken(String equation, Object left, Object right) {
        return new AssertionError(equation + ": " + left + " != " + right);
    }
}
