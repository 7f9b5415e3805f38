package hakmem.api;

import java.io.Serial;

/**
 * A block was written to after it had been freed. It is found by an allocator with {@link Hardening#POISON}, when the block
 * leaves the quarantine or is to be handed out again.
 *
 * <p>The block stays with the allocator. A {@code free} or {@code trim} that finds it has done its own work before it throws;
 * an allocation that finds it has not changed anything, and may be tried again.
 */
public final class WriteAfterFreeException extends MemoryCorruptionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param address where the block starts
     * @param offset bytes from there to the first that was written
     * @param found some bytes from there on
     * @param message all of it
     */
    public WriteAfterFreeException(long address, long offset, byte[] found, String message) {
        super(address, offset, found, message);
    }
}
