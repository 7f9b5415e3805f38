package hakmem.bench.peer;

import java.io.Serial;

/** An allocator did what it must not do: handed out a block twice, changed its contents, lost one. */
public final class PeerFaultException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was found, with the values
     */
    public PeerFaultException(String message) {
        super(message);
    }
}
