package hakmem.sharedpool;

import java.io.Serial;

/** A pool strategy broke its contract; the message names it. The allocator's own state is as it was. */
public final class PoolStrategyException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    PoolStrategyException(String strategy, String fault, Throwable cause) {
        super("pool strategy \"" + strategy + "\": " + fault, cause);
    }
}
