package hakmem.stress;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends a run that hangs: jcstress waits for its JVMs for ever. */
final class Deadline {
    private Deadline() {}

    /** Starts to count; after so many seconds the JVM ends with 1, and those it has started with it. */
    static void start(int seconds, String log) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Thread.ofPlatform().daemon().name("deadline").start(() -> {
            for (long left; (left = end - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            System.err.println("FAILED stress: not done after " + seconds + " s; a test hangs, see the end of " + log);
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(1);
        });
    }
}
