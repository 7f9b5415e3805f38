package hakmem.bench.peer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Links {@code malloc} and {@code free} of the C library. Pointers are passed as {@code long}, which spares a segment for
 * each: the fastest a downcall can be.
 */
final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();

    private CLibrary() {}

    /**
     * Links {@code malloc}.
     *
     * @param options of the linker
     * @return a handle of type {@code (long)long}, or null if there is no such function
     */
    static MethodHandle malloc(Linker.Option... options) {
        return link("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG), options);
    }

    /**
     * Links {@code free}.
     *
     * @param options of the linker
     * @return a handle of type {@code (long)void}, or null if there is no such function
     */
    static MethodHandle free(Linker.Option... options) {
        return link("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), options);
    }

    /**
     * Checks that both functions were linked.
     *
     * @param malloc a handle or null
     * @param free a handle or null
     * @throws PeerUnavailableException if one is missing
     */
    static void require(MethodHandle malloc, MethodHandle free) throws PeerUnavailableException {
        if (malloc == null || free == null) {
            throw new PeerUnavailableException("the C library of this process has no malloc and free to link to", null);
        }
    }

    /**
     * What to throw when {@code malloc} returned null.
     *
     * @param byteSize what was asked for
     * @return the error
     */
    static OutOfMemoryError outOfMemory(long byteSize) {
        return new OutOfMemoryError("malloc(" + byteSize + ") returned null");
    }

    /**
     * What to throw when a handle threw: a downcall to C throws nothing, so the linkage is broken.
     *
     * @param cause what it threw
     * @return the error
     */
    static AssertionError broken(Throwable cause) {
        return new AssertionError("a downcall failed", cause);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.defaultLookup()
                .find(name)
                .map(symbol -> LINKER.downcallHandle(symbol, type, options))
                .orElse(null);
    }
}
