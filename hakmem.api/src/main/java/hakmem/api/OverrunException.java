package hakmem.api;

import java.io.Serial;

/**
 * Bytes behind the end of a block were written. It is found by an allocator with {@link Hardening#GUARD}, when the block is
 * freed or resized.
 *
 * <p>A {@code free} that finds it has freed the block before it throws. A reallocation that finds it has left the block as it
 * was.
 */
public final class OverrunException extends MemoryCorruptionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param address where the block starts
     * @param offset bytes from there to the first that was written, at least the size of the block
     * @param found some bytes from there on
     * @param message all of it
     */
    public OverrunException(long address, long offset, byte[] found, String message) {
        super(address, offset, found, message);
    }
}
