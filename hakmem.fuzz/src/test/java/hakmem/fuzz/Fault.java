package hakmem.fuzz;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.io.Serial;

/** The ways a call of a memory source fails. */
enum Fault {
    /** As its contract says; a decommit cannot, and fails with an exception. */
    REFUSES {
        @Override
        void strike(String call, boolean mayRefuse) throws MemoryRefusedException {
            if (mayRefuse) {
                throw new MemoryRefusedException(Reason.SYSTEM, call + " is refused by the script");
            }
            throw new Injected(call);
        }
    },
    /** With an exception that no contract speaks of. */
    THROWS {
        @Override
        void strike(String call, boolean mayRefuse) {
            throw new Injected(call);
        }
    },
    /** With an error, as when the Java heap is full. */
    DIES {
        @Override
        void strike(String call, boolean mayRefuse) {
            throw new InjectedError(call);
        }
    };

    abstract void strike(String call, boolean mayRefuse) throws MemoryRefusedException;

    /** Whether what was thrown goes back to the script, under whatever wrapping. */
    static boolean isCauseOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Injected || cause instanceof InjectedError) {
                return true;
            }
        }
        return false;
    }

    /** An exception of the script. */
    static final class Injected extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Injected(String call) {
            super(call + " fails by the script");
        }
    }

    /** An error of the script. */
    static final class InjectedError extends Error {
        @Serial
        private static final long serialVersionUID = 1L;

        InjectedError(String call) {
            super(call + " dies by the script");
        }
    }
}
