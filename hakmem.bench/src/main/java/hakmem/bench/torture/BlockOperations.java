package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Blocks of all sizes, allocated, resized and freed in all the ways there are, each looked at whenever it is touched. For one
 * thread.
 */
final class BlockOperations {
    /** What every block is aligned to. */
    private static final long LEAST_ALIGNMENT = 16;

    private static final int LARGEST_SHIFT = 26;

    private final Player player;
    private final Ground ground;
    private final Allocator allocator;
    private final SplittableRandom random;

    BlockOperations(Player player) {
        this.player = player;
        this.ground = player.ground;
        this.allocator = ground.allocator;
        this.random = player.random;
    }

    /** A new block full of its pattern, or null if there is no room for it. */
    Block allocate() {
        return allocate(byteSize());
    }

    Block allocate(long wanted) {
        long byteSize = hold(wanted);
        if (byteSize < 0) {
            return null;
        }
        boolean done = false;
        try {
            Block block = allocateHeld(byteSize);
            done = true;
            return block;
        } catch (OffHeapOutOfMemoryError e) {
            ground.refused.increment();
            return null;
        } finally {
            if (!done) {
                ground.drop(byteSize);
            }
        }
    }

    private Block allocateHeld(long byteSize) {
        ground.operations.increment();
        long alignment = 1;
        MemorySegment memory = null;
        long address;
        switch (random.nextInt(6)) {
            case 0 -> {
                long elements = byteSize % 7 == 0 ? 7 : 1;
                player.journal.note("calloc", 0, byteSize);
                address = allocator.calloc(elements, byteSize / elements);
                requireZero(Pattern.at(address, byteSize));
            }
            case 1 -> {
                alignment = alignment();
                player.journal.note("alignedAlloc, aligned to", 0, alignment);
                address = allocator.alignedAlloc(alignment, byteSize);
            }
            case 2 -> {
                alignment = alignment();
                player.journal.note("allocate, aligned to", 0, alignment);
                memory = allocator.allocate(byteSize, alignment);
                address = requireSegment(memory, byteSize);
            }
            case 3 -> {
                player.journal.note("realloc of 0", 0, byteSize);
                address = allocator.realloc(0, byteSize);
            }
            default -> {
                player.journal.note("malloc", 0, byteSize);
                address = allocator.malloc(byteSize);
            }
        }
        return adopt(address, byteSize, alignment, memory);
    }

    /** Gives a block another size; null if it was freed because there was no room for it. */
    Block resize(Block block) {
        long byteSize = random.nextBoolean() ? byteSize() : block.byteSize() * (1 + random.nextInt(4)) / 3;
        verify(block);
        if (!ground.tryHold(byteSize)) {
            release(block);
            return null;
        }
        boolean done = false;
        try {
            Block resized = resizeHeld(block, byteSize);
            ground.drop(block.byteSize());
            done = true;
            return resized;
        } catch (OffHeapOutOfMemoryError e) {
            ground.refused.increment();
            verify(block);
            return block;
        } finally {
            if (!done) {
                ground.drop(byteSize);
            }
        }
    }

    private Block resizeHeld(Block block, long byteSize) {
        ground.operations.increment();
        MemorySegment memory = null;
        long address;
        if (random.nextInt(3) == 0) {
            player.journal.note("reallocate", block.address(), byteSize);
            memory = allocator.reallocate(block.memory(), byteSize);
            address = requireSegment(memory, byteSize);
        } else {
            player.journal.note("realloc", block.address(), byteSize);
            address = allocator.realloc(block.address(), byteSize);
        }
        long kept = Math.min(block.byteSize(), byteSize);
        Block moved = new Block(address, block.byteSize(), block.name(), Pattern.at(address, kept));
        player.journal.note("which is now", address, byteSize);
        verify(moved, kept);
        return adopt(address, byteSize, 1, memory);
    }

    /** Frees a block by its address or as a segment. */
    void free(Block block) {
        verify(block);
        release(block);
    }

    private void release(Block block) {
        ground.operations.increment();
        if (random.nextInt(4) == 0) {
            player.journal.note("free segment", block.address(), block.byteSize());
            allocator.free(block.memory());
        } else {
            player.journal.note("free", block.address(), block.byteSize());
            allocator.free(block.address());
        }
        ground.drop(block.byteSize());
    }

    void verify(Block block) {
        verify(block, block.byteSize());
    }

    private void verify(Block block, long kept) {
        long offset = Pattern.mismatch(block.memory(), block.name(), block.byteSize(), kept);
        if (offset >= 0) {
            throw new TortureViolationException(
                    block.address(),
                    "the %s, has lost its contents %d bytes after its start; there is %s"
                            .formatted(block, offset, Pattern.describe(block.memory(), offset)));
        }
    }

    /** Checks what was handed out, and fills it. */
    private Block adopt(long address, long byteSize, long alignment, MemorySegment memory) {
        player.journal.note("which is at", address, byteSize);
        if (address == 0 || (address & Math.max(alignment, LEAST_ALIGNMENT) - 1) != 0) {
            throw new TortureViolationException(
                    address, "0x%x, %d bytes, is not aligned to %d".formatted(address, byteSize, alignment));
        }
        long usable = allocator.usableSize(address);
        if (usable < byteSize) {
            throw new TortureViolationException(
                    address, "0x%x has %d usable bytes, not %d".formatted(address, usable, byteSize));
        }
        long name = player.nextName();
        MemorySegment view = memory == null ? Pattern.at(address, byteSize) : memory;
        Pattern.write(view, name);
        return new Block(address, byteSize, name, view);
    }

    private static long requireSegment(MemorySegment memory, long byteSize) {
        if (memory.byteSize() != byteSize) {
            throw new TortureViolationException(memory.address(), memory + " has not " + byteSize + " bytes");
        }
        return memory.address();
    }

    static void requireZero(MemorySegment memory) {
        long offset = Pattern.firstNonZero(memory);
        if (offset >= 0) {
            throw new TortureViolationException(
                    memory.address(),
                    "%d bytes at 0x%x should be zero; at %d there is %s"
                            .formatted(memory.byteSize(), memory.address(), offset, Pattern.describe(memory, offset)));
        }
    }

    /** Less than wanted where that would be too much in all; negative if there is no room at all. */
    private long hold(long wanted) {
        if (ground.tryHold(wanted)) {
            return wanted;
        }
        long less = wanted % 128;
        return ground.tryHold(less) ? less : -1;
    }

    /** Mostly small; every size from 0 to 64 MiB comes up, each doubling beyond 64 KiB half as often as the one before. */
    private long byteSize() {
        int choice = random.nextInt(1000);
        if (choice < 700) {
            return random.nextInt(513);
        }
        if (choice < 900) {
            return random.nextInt(8 << 10);
        }
        if (choice < 985) {
            return random.nextInt(64 << 10);
        }
        int shift = Math.min(17 + Integer.numberOfTrailingZeros(random.nextInt() | 1 << 10), LARGEST_SHIFT);
        return random.nextLong(1L << shift) + 1;
    }

    /** Up to a page; seldom up to 4 MiB, beyond any slab and SuperSlab. */
    private long alignment() {
        return 1L << random.nextInt(random.nextInt(100) == 0 ? 23 : 13);
    }
}
