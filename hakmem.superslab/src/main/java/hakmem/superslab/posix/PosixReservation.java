package hakmem.superslab.posix;

import static hakmem.superslab.posix.Platform.MADV_DONTNEED;
import static hakmem.superslab.posix.Platform.MAP_FIXED;
import static hakmem.superslab.posix.Platform.MAP_PRIVATE;
import static hakmem.superslab.posix.Platform.PROT_NONE;
import static hakmem.superslab.posix.Platform.PROT_READ_WRITE;

import hakmem.superslab.internal.PageRanges;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A mapped range of address space; its segment's scope is all its state. Safe for use by several threads. */
final class PosixReservation implements Reservation {
    /*
     * What a range goes through:
     *
     *   reserved      PROT_NONE, no pages, no charge
     *   committed     PROT_READ_WRITE, pages come when touched
     *   decommitted   PROT_READ_WRITE without pages: a stray access reads zeros, or dirties a page, but does not fault
     *   inaccessible  as reserved: mapped anew in place, which gives back pages, page tables and the charge in one call
     *
     * Where MADV_DONTNEED does not discard (macOS), decommitted is mapped anew in place too. A mapping put in place of
     * another leaves no moment at which the range is free for others.
     *
     * Every call on a range is given the segment, not its address, and so fails on a closed reservation rather than
     * change a range that has become somebody else's.
     */
    /** Bytes from which a commit asks the system whether it has so much. */
    private static final long ASK_FROM = 1L << 30;

    private static final System.Logger LOG = System.getLogger("hakmem.superslab");

    private final Platform platform;
    private final Arena arena;
    private final MemorySegment segment;

    @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // close() closes the arena
    PosixReservation(Platform platform, long address, long byteSize) {
        this.platform = platform;
        this.arena = Arena.ofShared();
        this.segment = MemorySegment.ofAddress(address).reinterpret(byteSize, arena, closed -> unmap(platform, closed));
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void commit(long offset, long byteSize) throws MemoryRefusedException {
        MemorySegment range = slice(offset, byteSize);
        if (byteSize >= ASK_FROM) {
            commitAsking(range);
            return;
        }
        int result = LibC.mprotect(range, PROT_READ_WRITE);
        if (result != 0) {
            throw new MemoryRefusedException(
                    Reason.SYSTEM, "cannot commit " + describe(range) + ": mprotect failed with " + error(result));
        }
    }

    /**
     * Maps the range anew, with its charge: reserved space was mapped without one, so that a change of protection succeeds
     * whatever the size, and a request larger than the machine would only fail when it is touched. Nothing is in the range
     * yet that could be lost: only a mapping of its own is so large.
     */
    private void commitAsking(MemorySegment range) throws MemoryRefusedException {
        int flags = MAP_PRIVATE | MAP_FIXED | platform.mapAnonymous();
        long result = LibC.mmap(range, range.byteSize(), PROT_READ_WRITE, flags);
        if (result < 0) {
            throw new MemoryRefusedException(
                    Reason.SYSTEM, "cannot commit " + describe(range) + ": mmap failed with " + error((int) result));
        }
    }

    @Override
    public void decommit(long offset, long byteSize, boolean inaccessible) {
        MemorySegment range = slice(offset, byteSize);
        if (inaccessible || !platform.discards()) {
            int flags = MAP_PRIVATE | MAP_FIXED | platform.mapAnonymous() | platform.mapNoReserve();
            long result = LibC.mmap(range, byteSize, inaccessible ? PROT_NONE : PROT_READ_WRITE, flags);
            if (result < 0) {
                throw cannotDecommit(range, "mmap", (int) result);
            }
        } else {
            int result = LibC.madvise(range, MADV_DONTNEED);
            if (result != 0) {
                throw cannotDecommit(range, "madvise", result);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (segment.scope().isAlive()) {
            // After the arena is closed nothing may fail any more, for there is no second try.
            LibC.linkMunmap();
            arena.close();
        }
    }

    /** Unmaps a range. A failure costs address space and is nobody's to mend, so it goes into the log. */
    static void unmap(Platform platform, MemorySegment range) {
        int result = LibC.munmap(range);
        if (result != 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot unmap {0,number,#} bytes at 0x{1}: munmap failed with {2}",
                    range.byteSize(),
                    Long.toHexString(range.address()),
                    platform.describe(-result));
        }
    }

    private MemorySegment slice(long offset, long byteSize) {
        return PageRanges.slice(segment, platform.pageSize(), offset, byteSize);
    }

    private IllegalStateException cannotDecommit(MemorySegment range, String call, int result) {
        return new IllegalStateException(
                "cannot decommit " + describe(range) + ": " + call + " failed with " + error(result));
    }

    private String error(int result) {
        return platform.describe(-result);
    }

    private static String describe(MemorySegment range) {
        return range.byteSize() + " bytes at 0x" + Long.toHexString(range.address());
    }
}
