package hakmem.large;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.Slab.State;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.util.Locale;

/** Every exception of the module is made here; each message carries the values. */
final class LargeErrors {
    private LargeErrors() {}

    static InvalidFreeException insideRun(long address, Slab slab, long start, int slabs) {
        return new InvalidFreeException(
                address,
                "0x%x lies %s inside a live block of %s (%s) that starts at 0x%x, in %s"
                        .formatted(
                                address,
                                bytes(address - start),
                                bytes((long) slabs << Slab.SHIFT),
                                run(slabs),
                                start,
                                describe(slab)));
    }

    static InvalidFreeException insideFormerRun(long address, Slab slab) {
        return new InvalidFreeException(
                address, "0x%x lies in %s and is not the start of a live block".formatted(address, describe(slab)));
    }

    static DoubleFreeException runFreedBefore(long address, Slab slab, int slabs) {
        return new DoubleFreeException(
                address,
                "0x%x in %s was the start of a block of %s (%s), which was freed before"
                        .formatted(address, describe(slab), bytes((long) slabs << Slab.SHIFT), run(slabs)));
    }

    static InvalidFreeException runNotLive(long address, Slab slab, int slabs) {
        return new InvalidFreeException(
                address,
                "0x%x in %s was the start of a block of %s (%s), which is freed"
                        .formatted(address, describe(slab), bytes((long) slabs << Slab.SHIFT), run(slabs)));
    }

    static InvalidFreeException insideMapping(long address, long start, long byteSize) {
        return new InvalidFreeException(
                address,
                "0x%x lies %s inside a live block of %s (a direct mapping) that starts at 0x%x"
                        .formatted(address, bytes(address - start), bytes(byteSize), start));
    }

    static DoubleFreeException mappingFreedBefore(long address, long byteSize) {
        return new DoubleFreeException(
                address,
                "0x%x was the start of a block of %s (a direct mapping), which was freed before"
                        .formatted(address, bytes(byteSize)));
    }

    static InvalidFreeException mappingNotLive(long address, long byteSize) {
        return new InvalidFreeException(
                address,
                "0x%x was the start of a block of %s (a direct mapping), which is freed"
                        .formatted(address, bytes(byteSize)));
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

    /** A slab of a run by what it is to users, who know nothing of the classes that mark it: one that is kept is empty. */
    private static String describe(Slab slab) {
        long word = slab.word();
        int sizeClass = Slab.sizeClassOf(word);
        if (sizeClass < LargeBlocks.RUN_CLASS) {
            return slab.toString();
        }
        State state = sizeClass == LargeBlocks.KEPT_CLASS && Slab.stateOf(word) == State.ACTIVE
                ? State.EMPTY
                : Slab.stateOf(word);
        return "slab 0x%x (%s, for large blocks, generation %d)"
                .formatted(slab.address(), state.name().toLowerCase(Locale.ROOT), Slab.generationOf(word));
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String run(int slabs) {
        return slabs == 1 ? "one slab" : "a run of " + slabs + " slabs";
    }

    static MemoryRefusedException limitReached(long byteSize, MemoryBudget budget) {
        return new MemoryRefusedException(
                Reason.LIMIT,
                "%s more would pass the limit of %d bytes, %d are committed"
                        .formatted(bytes(byteSize), budget.limit(), budget.committed()));
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
