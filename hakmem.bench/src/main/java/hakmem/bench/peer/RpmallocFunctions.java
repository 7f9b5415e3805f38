package hakmem.bench.peer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * LWJGL's build of rpmalloc exports none of its functions, only wrappers for JNI, among them such that give the addresses of
 * the functions themselves. A wrapper ignores its first two arguments, which are of JNI, so that null will do.
 */
final class RpmallocFunctions {
    private static final String WRAPPER = "Java_org_lwjgl_system_rpmalloc_RPmalloc_";
    private static final Map<String, String> GETTERS = Map.of(
            "malloc", "rpmalloc_1address",
            "calloc", "rpcalloc_1address",
            "realloc", "rprealloc_1address",
            "free", "rpfree_1address",
            "aligned_alloc", "rpaligned_1alloc_1address");

    private RpmallocFunctions() {}

    /**
     * Initialises rpmalloc. It would do so itself, but then never learn of the end of a thread, whose heap would be lost.
     *
     * @param library finds the wrappers
     * @return finds {@code malloc} and the others
     * @throws PeerUnavailableException if this is another library, or it does not initialise
     */
    static SymbolLookup initialize(SymbolLookup library) throws PeerUnavailableException {
        int failed = (int) call(library, "nrpmalloc_1initialize", ValueLayout.JAVA_INT);
        if (failed != 0) {
            throw new PeerUnavailableException("rpmalloc_initialize failed: " + failed, null);
        }
        Map<String, MemorySegment> functions = new HashMap<>();
        for (var getter : GETTERS.entrySet()) {
            long address = call(library, getter.getValue(), ValueLayout.JAVA_LONG);
            functions.put(getter.getKey(), MemorySegment.ofAddress(address));
        }
        return function -> Optional.ofNullable(functions.get(function));
    }

    /** Passes one argument more than most wrappers take: null for the configuration of those that take one. */
    @SuppressWarnings("restricted")
    private static long call(SymbolLookup library, String wrapper, ValueLayout result) throws PeerUnavailableException {
        MemorySegment function = library.find(WRAPPER + wrapper)
                .orElseThrow(() -> new PeerUnavailableException("there is no " + WRAPPER + wrapper + " in it", null));
        FunctionDescriptor type =
                FunctionDescriptor.of(result, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        try {
            return ((Number)
                            Linker.nativeLinker().downcallHandle(function, type).invoke(0L, 0L, 0L))
                    .longValue();
        } catch (Throwable e) {
            throw Downcalls.broken(e);
        }
    }
}
