package hakmem.superslab.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The four calls of the C library. Each returns what the kernel itself would: a result, or the error number negated. A
 * segment given to one of them cannot be unmapped during the call: the linker holds its scope open. Safe for use by
 * several threads.
 */
final class LibC {
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));

    private static final Downcall MMAP = new Downcall(
            "mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final Downcall MUNMAP = new Downcall("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final Downcall MPROTECT =
            new Downcall("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final Downcall MADVISE =
            new Downcall("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private LibC() {}

    /** Maps anonymous memory: an address, or an error number negated. No address is negative in user space. */
    static long mmap(MemorySegment at, long byteSize, int protection, int flags) {
        MethodHandle handle = MMAP.handle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            long result = (long) handle.invokeExact(captured, at, byteSize, protection, flags, -1, 0L);
            return result == -1 ? -errno(captured) : result;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Unmaps a range: 0, or an error number negated. */
    static int munmap(long address, long byteSize) {
        MethodHandle handle = MUNMAP.handle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            int result = (int) handle.invokeExact(captured, MemorySegment.ofAddress(address), byteSize);
            return result == -1 ? -errno(captured) : 0;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Changes the protection of a range: 0, or an error number negated. */
    static int mprotect(MemorySegment range, int protection) {
        return call(MPROTECT, range, protection);
    }

    /** Tells the kernel what becomes of a range: 0, or an error number negated. */
    static int madvise(MemorySegment range, int advice) {
        return call(MADVISE, range, advice);
    }

    /** Links munmap now, so that a later call cannot fail for want of Java heap while it is linked. */
    static void linkMunmap() {
        MUNMAP.handle();
    }

    private static int call(Downcall downcall, MemorySegment range, int argument) {
        MethodHandle handle = downcall.handle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            int result = (int) handle.invokeExact(captured, range, range.byteSize(), argument);
            return result == -1 ? -errno(captured) : 0;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static int errno(MemorySegment captured) {
        return (int) ERRNO.get(captured, 0L);
    }

    /** A downcall handle throws nothing checked. */
    private static RuntimeException unchecked(Throwable e) {
        switch (e) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(e);
        }
    }

    /**
     * A function linked when it is first called. A holder class would do the same, but if linking failed once, for want of
     * Java heap, the class would be unusable for ever.
     */
    private static final class Downcall {
        private final String name;
        private final FunctionDescriptor type;

        /** Written once under the monitor; the volatile write makes the handle complete for readers without it. */
        private volatile MethodHandle handle;

        Downcall(String name, FunctionDescriptor type) {
            this.name = name;
            this.type = type;
        }

        MethodHandle handle() {
            MethodHandle linked = handle;
            return linked != null ? linked : link();
        }

        @SuppressWarnings("restricted")
        private synchronized MethodHandle link() {
            if (handle == null) {
                Linker linker = Linker.nativeLinker();
                handle = linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
            }
            return handle;
        }
    }
}
