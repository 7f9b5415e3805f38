package example.hardened;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.api.OverrunException;
import hakmem.api.WriteAfterFreeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;

/** Mistakes that every allocator refuses, and mistakes that a hardened one finds. */
final class Main {
    /** All memory, for what no segment would allow. */
    @SuppressWarnings("restricted") // the run grants it to this module
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Main() {}

    public static void main(String[] args) {
        try (Allocator plain = Hakmem.builder().build();
                Allocator other = Hakmem.builder().build()) {
            wrongFrees(plain, other);
        }
        Allocator all = Hakmem.builder().hardened(true).build();
        Allocator some = Hakmem.builder()
                .hardened(EnumSet.of(Hardening.POISON, Hardening.QUARANTINE))
                .build();
        try (all;
                some) {
            wrongFrees(all, some);
            writePastTheEnd(all);
            writeAfterFree(some);
            require(all.stats().liveBlocks() == 0 && some.stats().liveBlocks() == 0, "they go on, and nothing is left");
        }
    }

    private static void wrongFrees(Allocator allocator, Allocator other) {
        long block = allocator.malloc(100);
        refused("inside a block", allocator, block + 16);
        refused("another allocator's", other, block);
        allocator.free(block);
        refused("twice", allocator, block);
        try (Arena arena = allocator.confinedArena()) {
            refused("an arena's", allocator, arena.allocate(100).address());
        }
    }

    private static void refused(String what, Allocator allocator, long address) {
        try {
            allocator.free(address);
        } catch (InvalidFreeException e) {
            require(e.address() == address, "the error has the address");
            require(e instanceof DoubleFreeException == what.equals("twice"), "and the kind: " + e);
            System.out.println("OK refused, " + what + ": " + e.getMessage());
            return;
        }
        throw new AssertionError("a free was not refused: " + what);
    }

    private static void writePastTheEnd(Allocator allocator) {
        long block = allocator.malloc(100);
        MEMORY.set(ValueLayout.JAVA_BYTE, block + 100, (byte) 1);
        try {
            allocator.free(block);
        } catch (OverrunException e) {
            require(e.address() == block && e.offset() == 100, "the error says where: " + e);
            System.out.println("OK found at the free: " + e.getMessage());
            return;
        }
        throw new AssertionError("a write past the end was not found");
    }

    private static void writeAfterFree(Allocator allocator) {
        long block = allocator.malloc(100);
        allocator.free(block);
        MEMORY.set(ValueLayout.JAVA_BYTE, block + 7, (byte) 1);
        try {
            allocator.trim(); // empties the quarantine
        } catch (WriteAfterFreeException e) {
            require(e.address() == block && e.offset() == 7, "the error says where: " + e);
            System.out.println("OK found when the block left the quarantine: " + e.getMessage());
            return;
        }
        throw new AssertionError("a write after free was not found");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
