package hakmem.api;

import java.io.Serial;

/**
 * A block was given to an allocator, to be freed or for another purpose, that had been freed before and not handed out
 * again. The allocator's state is as it was after the first free.
 */
public class DoubleFreeException extends InvalidFreeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param address the address refused
     * @param message what is wrong with it, with the slab and the size class where there is one
     */
    public DoubleFreeException(long address, String message) {
        super(address, message);
    }
}
