package hakmem.bench.torture;

import java.io.Serial;

/**
 * The allocator did what it must not do, or does nothing any more. The message says what, and once it has reached the caller of
 * {@link Torture#run}, all that is known of how it came about.
 */
public final class TortureViolationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Where, or 0. */
    private final long address;

    TortureViolationException(long address, String message) {
        super(message);
        this.address = address;
    }

    TortureViolationException(long address, String message, Throwable cause) {
        super(message, cause);
        this.address = address;
    }

    long address() {
        return address;
    }
}
