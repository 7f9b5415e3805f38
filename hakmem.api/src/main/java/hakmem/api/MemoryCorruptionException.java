package hakmem.api;

import java.io.Serial;
import java.util.Objects;

/**
 * Somebody wrote outside of the blocks that are theirs, and a {@linkplain Hardening hardened} allocator found the traces. The
 * allocator itself is not harmed, for its state is not where users write, and goes on; the message says what was found.
 *
 * <p>It is thrown by whatever call finds it, which need not be at fault.
 */
public abstract sealed class MemoryCorruptionException extends RuntimeException
        permits OverrunException, WriteAfterFreeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The start of the block. */
    private final long address;

    /** How far behind the start the first wrong byte is. */
    private final long offset;

    /** The bytes from there on, as they were found. */
    private final byte[] found;

    /**
     * Makes the exception.
     *
     * @param address where the block starts
     * @param offset bytes from there to the first wrong byte
     * @param found some bytes from the first wrong one on
     * @param message all of it, with the size class where there is one
     */
    MemoryCorruptionException(long address, long offset, byte[] found, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.address = address;
        this.offset = offset;
        this.found = found.clone();
    }

    /**
     * The block.
     *
     * @return where it starts
     */
    public final long address() {
        return address;
    }

    /**
     * Where the first wrong byte is.
     *
     * @return its distance from the start of the block, in bytes
     */
    public final long offset() {
        return offset;
    }

    /**
     * What was found.
     *
     * @return some bytes from the first wrong one on
     */
    public final byte[] found() {
        return found.clone();
    }
}
