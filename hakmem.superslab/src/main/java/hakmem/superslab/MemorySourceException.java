package hakmem.superslab;

import java.io.Serial;

/**
 * A memory source failed where it may only refuse; the message names it, the cause is what it threw. What was asked of it has
 * not been done: see {@link Region#commit()} and {@link Region#decommit} for what holds then.
 */
public final class MemorySourceException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    MemorySourceException(String source, String operation, long offset, long byteSize, RuntimeException cause) {
        super(
                "memory source \"%s\": %s of %d bytes at offset %d failed: %s"
                        .formatted(source, operation, byteSize, offset, cause),
                cause);
    }
}
