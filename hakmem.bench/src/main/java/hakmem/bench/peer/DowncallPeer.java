package hakmem.bench.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * An allocator in C, called through downcalls. Only handles that are constants of a class are compiled into the calling
 * loop; so this class is never used itself, but is the pattern of a class for each allocator, which {@link Downcalls}
 * defines from it with the handles as its class data.
 */
final class DowncallPeer implements AddressPeer {
    private static final CFunctions FUNCTIONS = functions();
    private static final MethodHandle MALLOC = FUNCTIONS.malloc();
    private static final MethodHandle ALIGNED_ALLOC = FUNCTIONS.alignedAlloc();
    private static final MethodHandle FREE = FUNCTIONS.free();
    private static final MethodHandle FREE_SIZED = FUNCTIONS.freeSized();

    DowncallPeer() {}

    private static CFunctions functions() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", CFunctions.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long alignment() {
        return FUNCTIONS.alignment();
    }

    @Override
    public long malloc(long byteSize) {
        long address;
        try {
            address = (long) MALLOC.invokeExact(byteSize);
        } catch (Throwable e) {
            throw Downcalls.broken(e);
        }
        if (address == 0) {
            throw outOfMemory(byteSize);
        }
        return address;
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        long address;
        try {
            address = (long) ALIGNED_ALLOC.invokeExact(byteAlignment, byteSize);
        } catch (Throwable e) {
            throw Downcalls.broken(e);
        }
        if (address == 0) {
            throw outOfMemory(byteSize);
        }
        return address;
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw Downcalls.broken(e);
        }
    }

    @Override
    public void free(long address, long byteSize) {
        try {
            FREE_SIZED.invokeExact(address, byteSize);
        } catch (Throwable e) {
            throw Downcalls.broken(e);
        }
    }

    private static OutOfMemoryError outOfMemory(long byteSize) {
        return new OutOfMemoryError("no memory for " + byteSize + " bytes: malloc returned null");
    }
}
