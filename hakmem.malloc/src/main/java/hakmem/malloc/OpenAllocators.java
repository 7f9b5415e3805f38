package hakmem.malloc;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The allocators of the process that are open, by name, so that a refused free can say whose the block is. They are held
 * weakly. Safe for use by several threads.
 */
final class OpenAllocators {
    private static final String REFUSED_BY = "; refused by ";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ConcurrentLinkedQueue<WeakReference<MallocAllocator>> OPEN = new ConcurrentLinkedQueue<>();

    private OpenAllocators() {}

    /** A name that no other allocator of the process has. */
    static String newName(boolean processWide, String strategy, String source) {
        return processWide
                ? "the allocator of the process"
                : "allocator %d (%s on %s)".formatted(NUMBERS.incrementAndGet(), strategy, source);
    }

    static void add(MallocAllocator allocator) {
        OPEN.add(new WeakReference<>(allocator));
    }

    static void remove(MallocAllocator allocator) {
        OPEN.removeIf(reference -> reference.refersTo(allocator) || reference.refersTo(null));
    }

    /** The same error, with the name of the allocator that refused, and of the one whose memory it is if there is one. */
    static InvalidFreeException named(MallocAllocator refusing, InvalidFreeException error) {
        if (error.getMessage().contains(REFUSED_BY)) {
            return error;
        }
        String message = error.getMessage() + REFUSED_BY + refusing;
        MallocAllocator owner = ownerOf(refusing, error.address());
        if (owner != null) {
            message += ", the memory is that of " + owner;
        }
        InvalidFreeException named = error instanceof DoubleFreeException
                ? new DoubleFreeException(error.address(), message)
                : new InvalidFreeException(error.address(), message);
        named.setStackTrace(error.getStackTrace());
        return named;
    }

    private static MallocAllocator ownerOf(MallocAllocator refusing, long address) {
        for (WeakReference<MallocAllocator> reference : OPEN) {
            MallocAllocator other = reference.get();
            if (other != null && other != refusing && other.routes().mayOwn(address)) {
                return other;
            }
        }
        return null;
    }
}
