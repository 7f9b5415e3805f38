package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Arenas opened, nested, filled and closed, in order and out of it. For one thread. */
final class ArenaOperations {
    private static final int DEEPEST = 3;

    private final Player player;
    private final Ground ground;
    private final Allocator allocator;
    private final SplittableRandom random;

    /** A part of an arena and the name of its pattern. */
    record Part(MemorySegment memory, long name) {
        void verify() {
            long byteSize = memory.byteSize();
            long offset = Pattern.mismatch(memory, name, byteSize, byteSize);
            if (offset >= 0) {
                throw new TortureViolationException(
                        memory.address(),
                        "%d bytes at 0x%x of an arena, %s, have lost their contents %d bytes after their start; there is %s"
                                .formatted(
                                        byteSize,
                                        memory.address(),
                                        Pattern.nameOf(name),
                                        offset,
                                        Pattern.describe(memory, offset)));
            }
        }
    }

    ArenaOperations(Player player) {
        this.player = player;
        this.ground = player.ground;
        this.allocator = ground.allocator;
        this.random = player.random;
    }

    /** Opens an arena, perhaps another while it is open, and closes both in either order. */
    @SuppressWarnings("MustBeClosedChecker") // closed below, and not always last first
    void useConfined(int depth) {
        Arena arena;
        player.journal.note("confinedArena", 0, depth);
        ground.operations.increment();
        try {
            arena = allocator.confinedArena();
        } catch (OffHeapOutOfMemoryError e) {
            ground.refused.increment();
            return;
        }
        List<Part> parts = new ArrayList<>();
        try {
            fill(arena, parts, random.nextInt(16));
            if (depth < DEEPEST && random.nextInt(4) == 0) {
                useConfined(depth + 1);
                fill(arena, parts, random.nextInt(4));
            }
            parts.forEach(Part::verify);
        } finally {
            player.journal.note("close arena", 0, parts.size());
            arena.close();
        }
        requireGone(parts);
    }

    /** Leaves a shared arena for others, or uses, as one of many, the one another left. */
    @SuppressWarnings("MustBeClosedChecker") // handed to others; who takes it from there last closes it
    void useShared() {
        int slot = random.nextInt(ground.arenas.length());
        if (random.nextInt(3) > 0) {
            SharedArenaInUse guestOf = ground.arenas.get(slot);
            if (guestOf != null) {
                guestOf.visit(this);
                return;
            }
        }
        player.journal.note("sharedArena", 0, 0);
        ground.operations.increment();
        SharedArenaInUse arena = null;
        try {
            arena = new SharedArenaInUse(allocator.sharedArena());
            arena.fill(this);
        } catch (OffHeapOutOfMemoryError e) {
            ground.refused.increment();
        }
        SharedArenaInUse other = ground.arenas.getAndSet(slot, arena);
        if (other != null) {
            player.journal.note("close shared arena", 0, 0);
            other.close();
        }
    }

    /** Allocates in an arena until it has so many parts more, or there is no room. */
    void fill(Arena arena, List<Part> parts, int more) {
        for (int i = 0; i < more; i++) {
            long byteSize = random.nextInt(random.nextInt(32) == 0 ? 80_000 : 600);
            long alignment = 1L << random.nextInt(8);
            player.journal.note("allocate in arena", 0, byteSize);
            ground.operations.increment();
            MemorySegment memory;
            try {
                memory = arena.allocate(byteSize, alignment);
            } catch (OffHeapOutOfMemoryError e) {
                ground.refused.increment();
                return;
            }
            player.journal.note("which is at", memory.address(), byteSize);
            if (memory.byteSize() != byteSize || (memory.address() & alignment - 1) != 0) {
                throw new TortureViolationException(
                        memory.address(), memory + " is not " + byteSize + " bytes aligned to " + alignment);
            }
            BlockOperations.requireZero(memory);
            Part part = new Part(memory, player.nextName());
            Pattern.write(memory, part.name());
            parts.add(part);
        }
    }

    /** After a close no part may be accessed. */
    static void requireGone(List<Part> parts) {
        for (Part part : parts) {
            if (part.memory().byteSize() > 0 && canBeRead(part.memory())) {
                throw new TortureViolationException(
                        part.memory().address(),
                        "0x%x can be read after its arena was closed"
                                .formatted(part.memory().address()));
            }
        }
    }

    private static boolean canBeRead(MemorySegment memory) {
        try {
            memory.get(ValueLayout.JAVA_BYTE, 0);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
