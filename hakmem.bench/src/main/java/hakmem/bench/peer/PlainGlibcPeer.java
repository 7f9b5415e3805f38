package hakmem.bench.peer;

import java.lang.invoke.MethodHandle;

/**
 * The C library's allocator through an ordinary downcall: the thread changes state around each call. The handles are constants of the class, for only
 * then do the compilers inline the call; hence one class for each kind of call.
 */
final class PlainGlibcPeer implements AddressPeer {
    private static final MethodHandle MALLOC = CLibrary.malloc();
    private static final MethodHandle FREE = CLibrary.free();

    private PlainGlibcPeer() {}

    static Peer open() throws PeerUnavailableException {
        CLibrary.require(MALLOC, FREE);
        return new PlainGlibcPeer();
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
