package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.InvalidFreeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Calls that must be refused, each with the right exception, and must leave everything as it was. Only addresses are used that
 * cannot have become a live block's start in the meantime: a second free is tried when no other thread is at work.
 */
final class HostileOperations {
    /** Bits from which on no address of the platforms differs from another. */
    private static final int LOWEST_WILD_BIT = 48;

    private final Player player;
    private final Ground ground;
    private final Allocator allocator;
    private final SplittableRandom random;

    /** What is expected to be refused. */
    @FunctionalInterface
    private interface Call {
        void run();
    }

    HostileOperations(Player player) {
        this.player = player;
        this.ground = player.ground;
        this.allocator = ground.allocator;
        this.random = player.random;
    }

    /**
     * Does something bad in the name of a live block.
     *
     * @param block held by the caller; as it was afterwards
     */
    void harass(Block block) {
        long usable = allocator.usableSize(block.address());
        switch (random.nextInt(6)) {
            case 0, 1 -> interior(block, usable);
            case 2 -> wild(block);
            case 3 -> foreign();
            case 4 -> badSizes(block);
            default -> nothing();
        }
        if (allocator.usableSize(block.address()) != usable) {
            throw new TortureViolationException(
                    block.address(), "the %s, has no longer %d usable bytes".formatted(block, usable));
        }
        player.blocks().verify(block);
    }

    /** With no other thread at work: frees a block, and then again and again. */
    void freeAndFreeAgain(Block block) {
        player.blocks().free(block);
        long address = block.address();
        refuse("free of a freed block", address, DoubleFreeException.class, () -> allocator.free(address));
        refuse("free of a freed segment", address, DoubleFreeException.class, () -> allocator.free(block.memory()));
        refuse("realloc of a freed block", address, InvalidFreeException.class, () -> allocator.realloc(address, 10));
        refuse("usableSize of a freed block", address, InvalidFreeException.class, () -> allocator.usableSize(address));
        refuse(
                "reallocate of a freed block",
                address,
                InvalidFreeException.class,
                () -> allocator.reallocate(block.memory(), 10));
    }

    private void interior(Block block, long usable) {
        long offset = 1 + random.nextLong(usable - 1);
        long likelier = (offset & -16) | 8;
        refuseEverywhere("inside a live block", block.address() + (random.nextBoolean() ? offset : likelier));
    }

    private void wild(Block block) {
        long bit = 1L << (LOWEST_WILD_BIT + random.nextInt(Long.SIZE - LOWEST_WILD_BIT));
        refuseEverywhere("nowhere", random.nextInt(4) == 0 ? -1 - random.nextInt(4096) : block.address() ^ bit);
    }

    private void foreign() {
        try (Arena arena = Arena.ofConfined()) {
            refuseEverywhere("of the JDK", arena.allocate(64, 64).address());
        }
        Allocator other = Hakmem.allocator();
        long theirs = other.malloc(random.nextInt(1000));
        refuseEverywhere("of another allocator", theirs);
        other.free(theirs);
        MemorySegment heap = MemorySegment.ofArray(new long[4]);
        refuse("free of an array", 0, InvalidFreeException.class, () -> allocator.free(heap));
        refuse("free of null", 0, NullPointerException.class, () -> allocator.free((MemorySegment) null));
        refuse("reallocate of an array", 0, InvalidFreeException.class, () -> allocator.reallocate(heap, 1));
    }

    private void badSizes(Block block) {
        long negative = -1L - random.nextInt(1 << 20);
        long notAPowerOfTwo = 3L << random.nextInt(60);
        long address = block.address();
        Class<IllegalArgumentException> expected = IllegalArgumentException.class;
        refuse("malloc of a negative size", 0, expected, () -> allocator.malloc(negative));
        refuse("calloc of a negative size", 0, expected, () -> allocator.calloc(1, negative));
        refuse("calloc of a negative count", 0, expected, () -> allocator.calloc(negative, 0));
        refuse("calloc of too much", 0, expected, () -> allocator.calloc(1L << 33, 1L << 31));
        refuse("alignedAlloc badly aligned", 0, expected, () -> allocator.alignedAlloc(notAPowerOfTwo, 1));
        refuse("allocate badly aligned", 0, expected, () -> allocator.allocate(1, -notAPowerOfTwo));
        refuse("alignedAlloc aligned to 0", 0, expected, () -> allocator.alignedAlloc(0, 1));
        refuse("realloc to a negative size", address, expected, () -> allocator.realloc(address, negative));
        refuse(
                "reallocate to a negative size",
                address,
                expected,
                () -> allocator.reallocate(block.memory(), negative));
    }

    /** What must do nothing. */
    private void nothing() {
        player.journal.note("free of 0", 0, 0);
        allocator.free(0);
        allocator.free(MemorySegment.NULL);
        refuse("usableSize of 0", 0, InvalidFreeException.class, () -> allocator.usableSize(0));
    }

    private void refuseEverywhere(String what, long address) {
        MemorySegment segment = MemorySegment.ofAddress(address);
        refuseAsNoBlock("free of an address " + what, address, () -> allocator.free(address));
        refuseAsNoBlock("free of a segment " + what, address, () -> allocator.free(segment));
        refuseAsNoBlock("usableSize of " + what, address, () -> allocator.usableSize(address));
        refuseAsNoBlock("realloc of " + what, address, () -> allocator.realloc(address, 100));
        refuseAsNoBlock("reallocate of " + what, address, () -> allocator.reallocate(segment, 1));
    }

    /** For what never was a block: it must not be said to have been freed before. */
    private void refuseAsNoBlock(String what, long address, Call call) {
        RuntimeException e = refuse(what, address, InvalidFreeException.class, call);
        if (e instanceof DoubleFreeException) {
            throw new TortureViolationException(address, "%s, 0x%x, is no double free".formatted(what, address), e);
        }
    }

    private RuntimeException refuse(String what, long address, Class<? extends RuntimeException> expected, Call call) {
        player.journal.note(what, address, 0);
        ground.operations.increment();
        ground.hostile.increment();
        try {
            call.run();
        } catch (RuntimeException e) {
            boolean namesAnother = e instanceof InvalidFreeException invalid && invalid.address() != address;
            if (!expected.isInstance(e) || namesAnother) {
                throw new TortureViolationException(
                        address,
                        "%s, 0x%x: %s that names it was expected, not %s"
                                .formatted(what, address, expected.getSimpleName(), e),
                        e);
            }
            return e;
        }
        throw new TortureViolationException(address, "%s, 0x%x, was not refused".formatted(what, address));
    }
}
