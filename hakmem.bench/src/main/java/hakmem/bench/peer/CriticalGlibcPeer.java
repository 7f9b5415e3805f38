package hakmem.bench.peer;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * The C library's allocator through a critical downcall: without a thread state change around the call, as fast as Java can call C. The handles are constants of the class, for only
 * then do the compilers inline the call; hence one class for each kind of call.
 */
final class CriticalGlibcPeer implements AddressPeer {
    private static final MethodHandle MALLOC = CLibrary.malloc(Linker.Option.critical(false));
    private static final MethodHandle FREE = CLibrary.free(Linker.Option.critical(false));

    private CriticalGlibcPeer() {}

    static Peer open() throws PeerUnavailableException {
        CLibrary.require(MALLOC, FREE);
        return new CriticalGlibcPeer();
    }

    @Override
    public long malloc(long byteSize) {
        long address;
        try {
            address = (long) MALLOC.invokeExact(byteSize);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
        if (address == 0) {
            throw CLibrary.outOfMemory(byteSize);
        }
        return address;
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
