package hakmem.superslab.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the linker leaves errno for us: 64 slots made once, each used by one call at a time. Safe for use by several
 * threads; lock-free.
 */
final class CaptureSlots {
    /*
     * An arena per call would do, and be shorter, but arenas count against -XX:MaxDirectMemorySize: a program whose
     * direct buffers have used that up would find that it cannot get memory from us either, after a garbage collection
     * and half a second of waiting.
     */
    private static final int SLOTS = Long.SIZE;
    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();

    /** Where errno lies in it. Not a handle of the layout's: the first of those takes a program's start 3 ms. */
    private static final long ERRNO = LAYOUT.byteOffset(PathElement.groupElement("errno"));

    private final MemorySegment slots = Arena.global().allocate(LAYOUT.byteSize() * SLOTS, LAYOUT.byteAlignment());

    /** One bit per slot, set while it is in use. */
    private final AtomicLong used = new AtomicLong();

    /** Takes a slot. Should more threads than slots be inside the kernel at once, it waits for one of them. */
    @SuppressWarnings("ThreadPriorityCheck") // it waits for the end of a system call: nothing depends on when it runs
    int take() {
        while (true) {
            long before = used.get();
            long free = Long.lowestOneBit(~before);
            if (free == 0) {
                Thread.yield();
            } else if (used.compareAndSet(before, before | free)) {
                return Long.numberOfTrailingZeros(free);
            }
        }
    }

    /** Gives a slot back. The bit was this thread's, so it is lowered by whoever raised it. */
    void giveBack(int slot) {
        long before;
        do {
            before = used.get();
        } while (!used.compareAndSet(before, before & ~(1L << slot)));
    }

    MemorySegment segment(int slot) {
        return slots.asSlice(slot * LAYOUT.byteSize(), LAYOUT);
    }

    int errno(int slot) {
        return slots.get(ValueLayout.JAVA_INT, slot * LAYOUT.byteSize() + ERRNO);
    }
}
