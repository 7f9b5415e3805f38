package hakmem.bench.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * {@code sun.misc.Unsafe}, the way of before there was a foreign memory API. It is reached by reflection, as mentioning it
 * is a warning; the handles are constants, so that they are compiled as if it were mentioned.
 */
final class UnsafePeer implements AddressPeer {
    private static final MethodHandle ALLOCATE;
    private static final MethodHandle FREE;
    private static final ReflectiveOperationException MISSING;

    static {
        MethodHandle allocate = null;
        MethodHandle free = null;
        ReflectiveOperationException missing = null;
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object unsafe = field.get(null);
            allocate = lookup.findVirtual(type, "allocateMemory", MethodType.methodType(long.class, long.class))
                    .bindTo(unsafe);
            free = lookup.findVirtual(type, "freeMemory", MethodType.methodType(void.class, long.class))
                    .bindTo(unsafe);
        } catch (ReflectiveOperationException e) {
            missing = e;
        }
        ALLOCATE = allocate;
        FREE = free;
        MISSING = missing;
    }

    private UnsafePeer() {}

    static Peer open() throws PeerUnavailableException {
        if (MISSING != null) {
            throw new PeerUnavailableException("this JDK has no sun.misc.Unsafe to allocate with: " + MISSING, MISSING);
        }
        UnsafePeer peer = new UnsafePeer();
        try {
            peer.free(peer.malloc(16));
        } catch (AssertionError e) { // --sun-misc-unsafe-memory-access=deny
            throw new PeerUnavailableException("this JVM denies it: " + e.getCause(), e);
        }
        return peer;
    }

    /** Unsafe answers a request for nothing with no address. */
    @Override
    public long malloc(long byteSize) {
        try {
            return (long) ALLOCATE.invokeExact(Math.max(1, byteSize));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("Unsafe failed", e);
        }
    }

    /** Unsafe cannot be asked for an alignment: what it gives is aligned to 16 bytes. */
    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return malloc(byteSize);
    }

    @Override
    public void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError("Unsafe failed", e);
        }
    }
}
