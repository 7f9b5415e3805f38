package hakmem.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Links the functions of allocators in C, and makes peers that call them. */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option[] PLAIN = {};
    private static final Linker.Option[] CRITICAL = {Linker.Option.critical(false)};
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final long GLIBC_ALIGNMENT = 16;

    /** Of most libraries' blocks of 8 bytes and less. */
    private static final long LEAST_ALIGNMENT = 8;

    private Downcalls() {}

    /**
     * Opens the C library's allocator.
     *
     * @param critical whether calls spare the thread's state change, as fast as Java can call C
     * @return the peer
     * @throws PeerUnavailableException if the process has no such functions
     */
    static Peer glibc(boolean critical) throws PeerUnavailableException {
        return open(LINKER.defaultLookup(), GLIBC_ALIGNMENT, critical);
    }

    /**
     * Opens an allocator of a library.
     *
     * @param name of the library, one of {@link NativeLibraries#names()}
     * @param critical whether calls spare the thread's state change
     * @return the peer
     * @throws PeerUnavailableException if the library is not to be had here
     */
    static Peer library(String name, boolean critical) throws PeerUnavailableException {
        return open(NativeLibraries.find(name).load(), LEAST_ALIGNMENT, critical);
    }

    private static Peer open(SymbolLookup functions, long alignment, boolean critical) throws PeerUnavailableException {
        Linker.Option[] options = critical ? CRITICAL : PLAIN;
        MethodHandle free = required(functions, "free", FunctionDescriptor.ofVoid(LONG), options);
        return define(new CFunctions(
                required(functions, "malloc", FunctionDescriptor.of(LONG, LONG), options),
                required(functions, "aligned_alloc", FunctionDescriptor.of(LONG, LONG, LONG), options),
                free,
                freeSized(functions, options).orElseGet(() -> MethodHandles.dropArguments(free, 1, long.class)),
                alignment));
    }

    /** What frees a block of a known size, where the library has that: each has a name of its own for it. */
    private static Optional<MethodHandle> freeSized(SymbolLookup functions, Linker.Option... options) {
        FunctionDescriptor withFlags = FunctionDescriptor.ofVoid(LONG, LONG, ValueLayout.JAVA_INT);
        return functions
                .find("sdallocx") // jemalloc
                .map(symbol -> MethodHandles.insertArguments(link(symbol, withFlags, options), 2, 0))
                .or(() -> functions
                        .find("free_size") // mimalloc, whose names have a prefix that the finder adds
                        .or(() -> functions.find("mi_free_size"))
                        .or(() -> functions.find("tc_free_sized"))
                        .map(symbol -> link(symbol, FunctionDescriptor.ofVoid(LONG, LONG), options)));
    }

    private static MethodHandle required(
            SymbolLookup functions, String name, FunctionDescriptor type, Linker.Option... options)
            throws PeerUnavailableException {
        MemorySegment symbol = functions
                .find(name)
                .orElseThrow(() -> new PeerUnavailableException("its library has no function " + name, null));
        return link(symbol, type, options);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(MemorySegment symbol, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(symbol, type, options);
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

    /**
     * Address space of the C library's that nobody writes to takes no memory; the JDK's own allocations are zeroed.
     *
     * @param byteSize bytes
     * @return where it lies; it is never given back
     * @throws PeerUnavailableException if the process has no such function
     */
    static long untouched(long byteSize) throws PeerUnavailableException {
        MethodHandle malloc = required(LINKER.defaultLookup(), "malloc", FunctionDescriptor.of(LONG, LONG));
        long address;
        try {
            address = (long) malloc.invokeExact(byteSize);
        } catch (Throwable e) {
            throw broken(e);
        }
        if (address == 0) {
            throw new PeerUnavailableException("the C library has not " + byteSize + " bytes", null);
        }
        return address;
    }

    /** A class of its own for each allocator: the handles are constants to the compilers. */
    private static Peer define(CFunctions functions) {
        try (InputStream pattern = DowncallPeer.class.getResourceAsStream("DowncallPeer.class")) {
            MethodHandles.Lookup defined =
                    MethodHandles.lookup().defineHiddenClassWithClassData(pattern.readAllBytes(), functions, true);
            return (Peer) defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (IOException e) {
            throw new IllegalStateException("the module's own class cannot be read", e);
        } catch (Throwable e) {
            throw new AssertionError("the class of a peer could not be defined", e);
        }
    }
}
