package hakmem.api;

import java.io.Serial;

/**
 * An address was given to an allocator that is not the start of one of its live blocks: it lies inside a block, belongs to
 * another allocator, or to none. The allocator's state is as it was.
 */
public class InvalidFreeException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The address refused. */
    private final long address;

    /**
     * Makes the exception.
     *
     * @param address the address refused
     * @param message what is wrong with it, with the slab and the size class where there is one
     */
    public InvalidFreeException(long address, String message) {
        super(message);
        this.address = address;
    }

    /**
     * The address that was refused.
     *
     * @return the address as it was given
     */
    public final long address() {
        return address;
    }
}
