package example.downcall;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Random;

/** The C library reads a string and sorts an array in memory that hakmem allocated. */
@SuppressWarnings("restricted") // calling native code is; the run grants it to this module
final class Main {
    private static final Linker LINKER = Linker.nativeLinker();

    /** Eight bytes on every platform hakmem runs on, so that the handles below take it as a {@code long}. */
    private static final MemoryLayout SIZE_T = LINKER.canonicalLayouts().get("size_t");

    private static final AddressLayout INT_POINTER =
            ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1, ValueLayout.JAVA_INT));

    private Main() {}

    public static void main(String[] args) throws Throwable {
        Allocator allocator = Hakmem.allocator();
        long liveBefore = allocator.stats().liveBlocks();
        strlen(allocator);
        qsort(allocator);
        require(allocator.stats().liveBlocks() == liveBefore, "every block was freed");
        System.out.println("OK nothing is left: " + allocator.stats().liveBlocks() + " live blocks");
    }

    /** A block as a raw address, one as a segment, and one in an arena: to native code they are all pointers. */
    private static void strlen(Allocator allocator) throws Throwable {
        MethodHandle strlen = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("strlen"), FunctionDescriptor.of(SIZE_T, ValueLayout.ADDRESS));

        MemorySegment greeting = allocator.allocateFrom("hello, world");
        require((long) strlen.invokeExact(greeting) == 12, "strlen of a segment");
        allocator.free(greeting);

        long address = allocator.calloc(5, 1);
        require((long) strlen.invokeExact(MemorySegment.ofAddress(address)) == 0, "strlen of zeros");
        allocator.free(address);

        try (Arena arena = allocator.confinedArena()) {
            String text = "x".repeat(100_000);
            require((long) strlen.invokeExact(arena.allocateFrom(text)) == text.length(), "strlen in an arena");
        }
        System.out.println("OK strlen: raw address, segment, arena");
    }

    /** The comparator is Java code that native code calls back. Its stub needs an arena, the array a block. */
    private static void qsort(Allocator allocator) throws Throwable {
        MethodHandle qsort = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, SIZE_T, SIZE_T, ValueLayout.ADDRESS));
        MethodHandle compare = MethodHandles.lookup()
                .findStatic(
                        Main.class,
                        "compare",
                        MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        int[] numbers = new Random(2026).ints(1000).toArray();
        try (Arena stubs = Arena.ofConfined()) {
            MemorySegment comparator = LINKER.upcallStub(
                    compare, FunctionDescriptor.of(ValueLayout.JAVA_INT, INT_POINTER, INT_POINTER), stubs);
            MemorySegment block = allocator.allocateFrom(ValueLayout.JAVA_INT, numbers);
            qsort.invokeExact(block, (long) numbers.length, (long) Integer.BYTES, comparator);
            Arrays.sort(numbers);
            require(Arrays.equals(block.toArray(ValueLayout.JAVA_INT), numbers), "sorted as Java sorts");
            allocator.free(block);
        }
        System.out.println("OK qsort: " + numbers.length + " numbers sorted in place, compared by Java");
    }

    private static int compare(MemorySegment left, MemorySegment right) {
        return Integer.compare(left.get(ValueLayout.JAVA_INT, 0), right.get(ValueLayout.JAVA_INT, 0));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
