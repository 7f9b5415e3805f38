package hakmem.bench.soak;

import java.io.Serial;

/** The strategy did what it must not do, or did nothing any more. The message has the figures. */
public final class SoakViolationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SoakViolationException(String message) {
        super(message);
    }

    SoakViolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
