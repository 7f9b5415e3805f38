package hakmem.bench.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the threads of this JVM have allocated on the Java heap, those that ended included. Safe for use by several threads. */
public final class Garbage {
    private static final ThreadMXBean THREADS =
            ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads ? threads : null;

    /* The number of the thread; 0 for none. */
    private static volatile long ignored;

    private Garbage() {}

    /**
     * Leaves a thread out of all counts from now on: one that watches and is no part of what is measured.
     *
     * @param thread a thread that is started and lives as long as anything is counted; null for none
     */
    public static void ignore(Thread thread) {
        ignored = thread == null ? 0 : thread.threadId();
    }

    /** Bytes so far, or -1 if the JVM does not tell. */
    static long bytes() {
        if (THREADS == null || !THREADS.isThreadAllocatedMemoryEnabled()) {
            return -1;
        }
        long thread = ignored;
        long watching = thread == 0 ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(thread));
        return THREADS.getTotalThreadAllocatedBytes() - watching;
    }
}
