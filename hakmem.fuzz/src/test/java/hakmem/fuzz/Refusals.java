package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Calls that must be refused, and how. */
final class Refusals {
    private final Allocator allocator;

    /** What is expected to be refused. */
    @FunctionalInterface
    interface Call {
        void run();
    }

    Refusals(Allocator allocator) {
        this.allocator = allocator;
    }

    /** Calls that take a block. */
    private Call callWith(long address, int detail) {
        return switch (detail % 5) {
            case 0 -> () -> allocator.free(MemorySegment.ofAddress(address));
            case 1 -> () -> allocator.usableSize(address);
            case 2 -> () -> allocator.realloc(address, detail);
            case 3 -> () -> allocator.reallocate(MemorySegment.ofAddress(address), detail);
            default -> () -> allocator.free(address);
        };
    }

    /** For what never was a block's start. */
    void noBlock(long address, int detail) {
        InvalidFreeException e = refused(callWith(address, detail), InvalidFreeException.class);
        require(e.address() == address && !(e instanceof DoubleFreeException), e);
    }

    /** For what was freed, and is not live again. */
    void freed(long address, int detail) {
        InvalidFreeException e = refused(callWith(address, detail), InvalidFreeException.class);
        require(e.address() == address, e);
    }

    /** For what was freed by the command before. */
    void justFreed(long address) {
        DoubleFreeException e = refused(() -> allocator.free(address), DoubleFreeException.class);
        require(e.address() == address, e);
    }

    void nowhere(long address, int detail) {
        switch (detail % 4) {
            case 0 -> {
                MemorySegment heap = MemorySegment.ofArray(new byte[16]);
                refused(() -> allocator.free(heap), InvalidFreeException.class);
                refused(() -> allocator.free((MemorySegment) null), NullPointerException.class);
            }
            case 1 -> {
                try (Arena arena = Arena.ofConfined()) {
                    noBlock(arena.allocate(32, 32).address(), detail >>> 2);
                }
            }
            case 2 -> noBlock(-1L - detail, detail >>> 2);
            default -> noBlock(address ^ 1L << (48 + detail % 16), detail >>> 2);
        }
    }

    void badRequest(long address, int detail) {
        long negative = -1L - detail;
        long alignment = 3L << detail % 60;
        Call call = switch (detail % 8) {
            case 0 -> () -> allocator.malloc(negative);
            case 1 -> () -> allocator.calloc(negative, 1);
            case 2 -> () -> allocator.calloc(1, negative);
            case 3 -> () -> allocator.calloc(1L << 32, 1L << 32);
            case 4 -> () -> allocator.alignedAlloc(alignment, 1);
            case 5 -> () -> allocator.allocate(1, -alignment);
            case 6 -> () -> allocator.allocate(negative, 8);
            default -> () -> allocator.realloc(address, negative);
        };
        refused(call, IllegalArgumentException.class);
    }

    void tooMuch(long byteSize, int detail) {
        long much = detail % 2 == 0 ? Subject.LIMIT + 1 + byteSize : Long.MAX_VALUE - byteSize;
        Call call = switch (detail % 3) {
            case 0 -> () -> allocator.malloc(much);
            case 1 -> () -> allocator.calloc(1, much);
            default -> () -> allocator.alignedAlloc(1L << detail % 31, much);
        };
        OffHeapOutOfMemoryError e = refused(call, OffHeapOutOfMemoryError.class);
        require(e.getMessage().contains(Long.toString(Subject.LIMIT)), e);
    }

    private static <E extends Throwable> E refused(Call call, Class<E> expected) {
        try {
            call.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            require(expected.isInstance(e), e);
            return expected.cast(e);
        }
        throw new AssertionError("was not refused with " + expected.getSimpleName());
    }

    private static void require(boolean holds, Throwable e) {
        if (!holds) {
            throw new AssertionError("refused in the wrong way: " + e, e);
        }
    }
}
