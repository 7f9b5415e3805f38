package hakmem.superslab.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The calls of the C library. Each returns what the kernel itself would: a result, or the error number negated. A
 * segment given to one of them cannot be unmapped during the call: the linker holds its scope open. Safe for use by
 * several threads.
 */
final class LibC {
    /*
     * Linking the first downcall takes a program 60 ms, and one of another shape 7 ms more, for which the first block waits. So
     * there is one shape, that of mmap, which has the most arguments. The others are passed more than they take, in registers
     * that a callee with fewer arguments does not look at (that is so in the calling conventions of every platform in
     * Platform), and their result is an int in the lower half of what is read as a long.
     */
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final Downcall MMAP = new Downcall("mmap", SHAPE);
    private static final Downcall MUNMAP = new Downcall("munmap", SHAPE);
    private static final Downcall MPROTECT = new Downcall("mprotect", SHAPE);
    private static final Downcall MADVISE = new Downcall("madvise", SHAPE);

    /** The new address is one of its variable arguments. */
    private static final Downcall MREMAP = new Downcall(
            "mremap",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(4));

    private LibC() {}

    /** Maps anonymous memory: an address, or an error number negated. No address is negative in user space. */
    static long mmap(MemorySegment at, long byteSize, int protection, int flags) {
        return call(MMAP, at, byteSize, protection, flags, -1);
    }

    /**
     * Moves the first pages of a range to another range: an address, or an error number negated. What it throws, it throws
     * before it makes the call.
     *
     * @param from nothing holds it open but the caller
     */
    static long mremap(MemorySegment from, long byteSize, MemorySegment to, int flags) {
        Linked linked = MREMAP.linked();
        int slot = linked.slots.take();
        try {
            MemorySegment captured = linked.slots.segment(slot);
            long result = (long) linked.handle.invokeExact(captured, from, byteSize, to.byteSize(), flags, to);
            return result == -1 ? -linked.slots.errno(slot) : result;
        } catch (Throwable e) {
            throw unchecked(e);
        } finally {
            linked.slots.giveBack(slot);
        }
    }

    /** Unmaps a range: 0, or an error number negated. */
    static int munmap(MemorySegment range) {
        return (int) call(MUNMAP, range, range.byteSize(), 0, 0, 0);
    }

    /** Changes the protection of a range: 0, or an error number negated. */
    static int mprotect(MemorySegment range, int protection) {
        return (int) call(MPROTECT, range, range.byteSize(), protection, 0, 0);
    }

    /** Tells the kernel what becomes of a range: 0, or an error number negated. */
    static int madvise(MemorySegment range, int advice) {
        return (int) call(MADVISE, range, range.byteSize(), advice, 0, 0);
    }

    /** Links mremap now, and the reading of its error number: nothing may be missing on the Java heap once it was called. */
    static void linkMremap() {
        MREMAP.linked().slots.errno(0);
    }

    /** The result, or the error number negated. */
    private static long call(
            Downcall downcall, MemorySegment at, long byteSize, int protection, int flags, int descriptor) {
        Linked linked = downcall.linked();
        int slot = linked.slots.take();
        try {
            MemorySegment captured = linked.slots.segment(slot);
            long result = (long) linked.handle.invokeExact(captured, at, byteSize, protection, flags, descriptor, 0L);
            long read = downcall == MMAP ? result : (int) result;
            return read == -1 ? -linked.slots.errno(slot) : read;
        } catch (Throwable e) {
            throw unchecked(e);
        } finally {
            linked.slots.giveBack(slot);
        }
    }

    /** A downcall handle throws nothing checked. */
    private static RuntimeException unchecked(Throwable e) {
        switch (e) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(e);
        }
    }

    /** A function that can be called. */
    private record Linked(MethodHandle handle, CaptureSlots slots) {}

    /**
     * A function linked when it is first called. A holder class would do the same, but if linking failed once, for want of
     * Java heap, the class would be unusable for ever.
     */
    private static final class Downcall {
        private final String name;
        private final FunctionDescriptor type;
        private final Linker.Option[] options;

        /** Written once, under the monitor; the record's final fields are complete for whoever sees the reference. */
        private volatile Linked linked;

        Downcall(String name, FunctionDescriptor type, Linker.Option... further) {
            this.name = name;
            this.type = type;
            this.options = Arrays.copyOf(further, further.length + 1);
            this.options[further.length] = Linker.Option.captureCallState("errno");
        }

        Linked linked() {
            Linked now = linked;
            return now != null ? now : link();
        }

        @SuppressWarnings("restricted")
        private synchronized Linked link() {
            if (linked == null) {
                Linker linker = Linker.nativeLinker();
                MethodHandle handle =
                        linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
                linked = new Linked(handle, new CaptureSlots());
            }
            return linked;
        }
    }
}
