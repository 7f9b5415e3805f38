package hakmem.api;

import java.io.Serial;

/**
 * There is no memory outside the Java heap for a request: the limit is reached, the reserved region is full, or the
 * system refused. The message says limit, committed and live bytes, and the request. The allocator's state is as it was; a
 * retry after frees works.
 */
public class OffHeapOutOfMemoryError extends OutOfMemoryError {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param message the request and the state of the allocator
     */
    public OffHeapOutOfMemoryError(String message) {
        super(message);
    }
}
