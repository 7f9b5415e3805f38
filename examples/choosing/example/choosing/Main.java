package example.choosing;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A record of a key and a text, kept as a segment, as a raw address, and in an arena. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        Allocator allocator = Hakmem.allocator();
        long before = allocator.stats().liveBlocks();
        segments(allocator);
        rawAddresses(allocator);
        arenas(allocator);
        require(allocator.stats().liveBlocks() == before, "every block was freed");
    }

    private static void segments(Allocator allocator) {
        MemorySegment entry = allocator.allocate(32, 8); // contents undefined
        entry.set(ValueLayout.JAVA_LONG, 0, 42L);
        entry.setString(8, "off the heap");
        entry = allocator.reallocate(entry, 4096); // the old segment is not to be used any more
        String text = entry.getString(8);
        allocator.free(entry);

        require(text.equals("off the heap"), "the contents were kept");
        MemorySegment bounded = allocator.allocate(100);
        require(bounded.byteSize() == 100, "a segment is as long as was asked for");
        try {
            bounded.set(ValueLayout.JAVA_BYTE, 100, (byte) 0);
            throw new AssertionError("a write past the end was not refused");
        } catch (IndexOutOfBoundsException e) {
            System.out.println("OK segments: resized, freed, and bounded: " + e.getMessage());
        }
        allocator.free(bounded);
    }

    /** All memory as one segment: the JVM must be told that this module may do that. */
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static void rawAddresses(Allocator allocator) {
        long[] index = new long[1000]; // 8 bytes an entry on the Java heap, and no object
        for (int i = 0; i < index.length; i++) {
            index[i] = allocator.malloc(24);
            MEMORY.set(ValueLayout.JAVA_LONG, index[i], i);
        }
        long sum = 0;
        for (long address : index) {
            sum += MEMORY.get(ValueLayout.JAVA_LONG, address);
            allocator.free(address);
        }

        require(sum == 999 * 1000 / 2, "the contents were kept");
        MemorySegment segment = allocator.allocate(24);
        allocator.free(segment.address()); // either kind is freed by either method
        System.out.println("OK raw addresses: 1000 blocks, " + sum + " in all");
    }

    private static void arenas(Allocator allocator) {
        try (Arena request = allocator.confinedArena()) {
            MemorySegment header = request.allocate(64); // filled with zeros
            header.set(ValueLayout.JAVA_LONG, 0, 42L);
            handle(header, request.allocateFrom("off the heap"));
        } // all of it is freed here

        try {
            handled.get(ValueLayout.JAVA_LONG, 0);
            throw new AssertionError("an access after close was not refused");
        } catch (IllegalStateException e) {
            System.out.println("OK arenas: freed together, and after that: " + e.getMessage());
        }
    }

    /** The header of the request handled last, which should not have been kept. */
    private static MemorySegment handled;

    private static void handle(MemorySegment header, MemorySegment name) {
        require(
                header.get(ValueLayout.JAVA_LONG, 0) == 42L && header.get(ValueLayout.JAVA_LONG, 8) == 0,
                "zeros but for 42");
        require(name.getString(0).equals("off the heap"), "the name is there");
        handled = header;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
