package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Room for one arena, and what was allocated in it. */
final class ArenaSlot {
    private Arena arena;

    /** The only thread that may use a confined arena; null for a shared one. */
    private Thread owner;

    private final List<Block> parts = new ArrayList<>();

    boolean isOpen() {
        return arena != null;
    }

    List<Block> parts() {
        return parts;
    }

    /** Opens one, or nothing if the allocator refuses. */
    @SuppressWarnings("MustBeClosedChecker") // closed by a later command, or at the end
    void open(Allocator allocator, boolean confined) {
        try {
            arena = confined ? allocator.confinedArena() : allocator.sharedArena();
            owner = confined ? Thread.currentThread() : null;
        } catch (OffHeapOutOfMemoryError e) {
            arena = null;
        }
    }

    void allocate(long byteSize, long alignment, long name) {
        MemorySegment memory;
        try {
            memory = arena.allocate(byteSize, alignment);
        } catch (WrongThreadException e) {
            requireStranger(e);
            return;
        } catch (OffHeapOutOfMemoryError e) {
            return;
        }
        if (memory.byteSize() != byteSize || memory.address() % alignment != 0) {
            throw new AssertionError(memory + " is not " + byteSize + " bytes aligned to " + alignment);
        }
        Block.requireZero(memory);
        Block part = new Block(memory.address(), byteSize, byteSize, name, memory);
        if (owner == null || owner == Thread.currentThread()) {
            part.write();
            parts.add(part);
        } else {
            throw new AssertionError("a thread that is not its owner has allocated in a confined arena");
        }
    }

    /** Looks at everything, closes the arena, and looks whether it is gone. */
    void close() {
        try {
            if (owner == null || owner == Thread.currentThread()) {
                parts.forEach(Block::verify);
            }
            arena.close();
        } catch (WrongThreadException e) {
            requireStranger(e);
            return;
        }
        for (Block part : parts) {
            if (part.byteSize() > 0 && canBeRead(part.memory())) {
                throw new AssertionError("the " + part + " can be read after its arena was closed");
            }
        }
        parts.clear();
        arena = null;
    }

    private void requireStranger(WrongThreadException e) {
        if (owner == null || owner == Thread.currentThread()) {
            throw e;
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
