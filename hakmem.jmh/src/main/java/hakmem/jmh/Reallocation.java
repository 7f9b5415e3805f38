package hakmem.jmh;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A buffer that grows from 16 bytes until it holds what it must, by half of its size each time, and is freed. */
public class Reallocation extends Operation {
    private static final long FIRST = 16;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle REALLOC = link("realloc", FunctionDescriptor.of(LONG, LONG, LONG));
    private static final MethodHandle FREE = link("free", FunctionDescriptor.ofVoid(LONG));

    /** Bytes it holds in the end. */
    @Param({"1024", "65536", "1048576"})
    public long last;

    private final Allocator allocator = Hakmem.allocator();

    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, Linker.Option.critical(false));
    }

    private static long larger(long size) {
        return size + (size >> 1);
    }

    /**
     * hakmem.
     *
     * @return the last address
     */
    @Benchmark
    public long hakmem() {
        long address = 0;
        for (long size = FIRST; size < last; size = larger(size)) {
            address = allocator.realloc(address, size);
        }
        address = allocator.realloc(address, last);
        allocator.free(address);
        return address;
    }

    /**
     * The C library, through critical downcalls.
     *
     * @return the last address
     * @throws Throwable never: a downcall to C throws nothing
     */
    @Benchmark
    public long glibcCritical() throws Throwable {
        long address = 0;
        for (long size = FIRST; size < last; size = larger(size)) {
            address = (long) REALLOC.invokeExact(address, size);
        }
        address = (long) REALLOC.invokeExact(address, last);
        FREE.invokeExact(address);
        return address;
    }
}
