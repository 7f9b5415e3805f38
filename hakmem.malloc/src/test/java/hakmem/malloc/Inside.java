package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.malloc.hardened.HardenedAllocator;
import hakmem.malloc.hardened.Substrate;
import java.lang.foreign.MemorySegment;

/** What tests see of an allocator that users do not, whichever it is. */
public final class Inside {
    private Inside() {}

    /** An allocator without a limit, with options as the system property has them. */
    public static Allocator open(String strategy, String source, String hardening) {
        return Hakmem.builder()
                .pool(strategy)
                .memorySource(source)
                .hardened(Hardening.parse(hardening))
                .build();
    }

    /** What a hardened front stands before. */
    public static Substrate substrate(long limit) {
        return new HardenedDoor((MallocAllocator) Hakmem.builder().limit(limit).build());
    }

    /** Checks the equations of every structure. */
    public static void validate(Allocator allocator) {
        if (allocator instanceof HardenedAllocator hardened) {
            hardened.validate();
        } else {
            ((MallocAllocator) allocator).validate();
        }
    }

    static boolean isClosed(Allocator allocator) {
        return allocator instanceof HardenedAllocator hardened
                ? hardened.isClosed()
                : ((MallocAllocator) allocator).isClosed();
    }

    /** The memory at an address of the allocator's, whether a live block's or not. */
    public static MemorySegment memory(Allocator allocator, long address, long byteSize) {
        return allocator instanceof HardenedAllocator hardened
                ? hardened.segment(address, byteSize)
                : ((MallocAllocator) allocator).segment(address, byteSize);
    }
}
