package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Allocators that are closed while threads use them. Their memory is reached through segments alone: a raw address must not be
 * used after a close. Until the close all must go well; from then on a call succeeds or says that the allocator is closed.
 */
final class SideAllocators {
    private static final int BLOCKS = 64;
    private static final int LARGEST_SHIFT = 20;

    private final Ground ground;
    private final Torture.Maker maker;

    SideAllocators(Ground ground, Torture.Maker maker) {
        this.ground = ground;
        this.maker = maker;
    }

    /** Opens one, uses it together with other threads, and closes it under their hands. */
    void openAndClose(Player player) throws InterruptedException, ExecutionException {
        Allocator side = maker.make(TortureOptions.SMALLEST_LIMIT);
        AtomicBoolean closing = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch atWork = new CountDownLatch(2);
        FutureTask<Void> platform = user(side, closing, closed, atWork, player.random.split());
        FutureTask<Void> virtual = user(side, closing, closed, atWork, player.random.split());
        Thread.ofPlatform().daemon().name(player.name + "-user").start(platform);
        Thread.ofVirtual().name(player.name + "-virtual-user").start(virtual);
        try {
            strangers(side, player);
            atWork.await();
        } finally {
            closing.set(true);
            player.journal.note("close", 0, 0);
            side.close();
            closed.set(true);
        }
        platform.get();
        virtual.get();
        side.close();
        requireClosed(side);
    }

    /** A block of one allocator is no block of another. */
    private void strangers(Allocator side, Player player) {
        Block ours = player.blocks().allocate(player.random.nextInt(1000));
        MemorySegment theirs;
        try {
            theirs = side.allocate(1 + player.random.nextInt(1000), 1);
        } catch (OffHeapOutOfMemoryError e) {
            theirs = null;
        }
        if (ours != null) {
            requireRefused(side, ours.address());
            player.blocks().free(ours);
        }
        if (theirs != null) {
            requireRefused(ground.allocator, theirs.address());
            side.free(theirs);
        }
    }

    private void requireRefused(Allocator allocator, long address) {
        ground.hostile.increment();
        try {
            allocator.free(address);
        } catch (InvalidFreeException e) {
            return;
        }
        throw new TortureViolationException(address, "a block of another allocator was freed");
    }

    private FutureTask<Void> user(
            Allocator side,
            AtomicBoolean closing,
            AtomicBoolean closed,
            CountDownLatch atWork,
            SplittableRandom random) {
        return new FutureTask<>(() -> {
            boolean counted = false;
            try {
                Part[] parts = new Part[BLOCKS];
                for (int i = 0; !ground.isOver(); i++) {
                    if (i == 2 * BLOCKS) {
                        atWork.countDown();
                        counted = true;
                    }
                    ground.operations.increment();
                    boolean late = closed.get();
                    use(side, parts, random, i);
                    if (late) {
                        throw new TortureViolationException(0, "a closed allocator is still of use");
                    }
                }
            } catch (IllegalStateException e) {
                if (!closing.get()) {
                    throw e;
                }
            } finally {
                if (!counted) {
                    atWork.countDown();
                }
            }
            return null;
        });
    }

    private record Part(MemorySegment memory, long name) {}

    private static void use(Allocator side, Part[] parts, SplittableRandom random, int serial) {
        int slot = random.nextInt(parts.length);
        Part part = parts[slot];
        parts[slot] = null;
        if (part != null) {
            long byteSize = part.memory.byteSize();
            if (Pattern.mismatch(part.memory, part.name, byteSize, byteSize) >= 0) {
                throw new TortureViolationException(
                        part.memory.address(), "a block of an allocator about to be closed has lost its contents");
            }
            side.free(part.memory);
        }
        try {
            if (random.nextInt(8) == 0) {
                useArena(side, random, serial);
                return;
            }
            long byteSize = random.nextInt(random.nextInt(20) == 0 ? 1 << LARGEST_SHIFT : 1000);
            MemorySegment memory = side.allocate(byteSize, 1L << random.nextInt(6));
            Pattern.write(memory, serial);
            parts[slot] = new Part(memory, serial);
        } catch (OffHeapOutOfMemoryError e) {
            for (int i = 0; i < parts.length; i++) { // makes room, and goes on
                if (parts[i] != null) {
                    side.free(parts[i].memory);
                    parts[i] = null;
                }
            }
        }
    }

    /** An arena that is open keeps its memory, closed allocator or not. */
    private static void useArena(Allocator side, SplittableRandom random, int serial) {
        try (Arena arena = random.nextBoolean() ? side.confinedArena() : side.sharedArena()) {
            MemorySegment memory = arena.allocate(random.nextInt(500) + 1);
            BlockOperations.requireZero(memory);
            Pattern.write(memory, serial);
            long byteSize = memory.byteSize();
            if (Pattern.mismatch(memory, serial, byteSize, byteSize) >= 0) {
                throw new TortureViolationException(memory.address(), "an arena's memory went before the arena did");
            }
        }
    }

    private static void requireClosed(Allocator side) {
        List<Runnable> calls = List.of(
                () -> side.malloc(1),
                () -> side.malloc(100_000),
                () -> side.calloc(1, 1),
                () -> side.alignedAlloc(64, 1),
                () -> side.allocate(1, 1),
                () -> side.realloc(0, 1),
                () -> side.free(16),
                () -> side.usableSize(16),
                side::confinedArena,
                side::sharedArena,
                side::trim,
                side::stats);
        for (int i = 0; i < calls.size(); i++) {
            try {
                calls.get(i).run();
            } catch (IllegalStateException e) {
                continue; // as it should be
            }
            throw new TortureViolationException(0, "a closed allocator serves call " + i);
        }
    }
}
