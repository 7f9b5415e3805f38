package hakmem.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Makes a C string of a Java one in an arena and calls a C function with it: what a binding does in every call. */
public class Strlen extends Operation {
    private static final MethodHandle STRLEN = link();

    /** Characters of the string, all of which are ASCII. */
    @Param({"5", "20", "100", "451"})
    public int length;

    private String text;

    /** Makes the string. */
    @Setup
    public void prepare() {
        text = "h".repeat(length);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strlen"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    }

    /**
     * The call.
     *
     * @param kind whose arena
     * @return the length
     * @throws Throwable never: a downcall to C throws nothing
     */
    @Benchmark
    public long call(ArenaKind kind) throws Throwable {
        try (Arena arena = kind.open()) {
            return (long) STRLEN.invokeExact(arena.allocateFrom(text));
        }
    }
}
