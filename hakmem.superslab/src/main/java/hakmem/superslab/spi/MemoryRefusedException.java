package hakmem.superslab.spi;

import java.io.Serial;

/**
 * There is no memory for a request, for a {@link Reason} that decides what can be done about it. A checked exception,
 * for every layer must leave its state as it was and pass it on; the allocator makes an error of it. It carries no stack
 * trace: it is an answer, not an accident.
 */
public final class MemoryRefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why there is no memory. */
    public enum Reason {
        /** The limit set by the user is reached: frees, or giving back unused memory, help. */
        LIMIT,
        /** The reserved region is full. */
        REGION_FULL,
        /** The pool strategy's metadata is full; direct mappings may still work. */
        METADATA_FULL,
        /** The operating system refused. */
        SYSTEM
    }

    /** Why there is no memory. */
    private final Reason reason;

    /**
     * Makes the exception.
     *
     * @param reason why there is no memory
     * @param message the details, with the values
     */
    public MemoryRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /**
     * Why there is no memory.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
