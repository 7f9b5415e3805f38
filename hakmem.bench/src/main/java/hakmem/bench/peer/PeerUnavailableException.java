package hakmem.bench.peer;

import java.io.Serial;

/** An allocator cannot be measured here; the message says why. It is skipped, and the others are measured. */
public final class PeerUnavailableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param reason why, without the name of the allocator
     * @param cause what led to it, or null
     */
    public PeerUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
