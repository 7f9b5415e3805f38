package hakmem.superslab.posix;

import static hakmem.superslab.posix.Platform.MADV_DONTNEED;
import static hakmem.superslab.posix.Platform.MAP_FIXED;
import static hakmem.superslab.posix.Platform.MAP_FIXED_NOREPLACE;
import static hakmem.superslab.posix.Platform.MAP_PRIVATE;
import static hakmem.superslab.posix.Platform.MREMAP_FIXED;
import static hakmem.superslab.posix.Platform.MREMAP_MAYMOVE;
import static hakmem.superslab.posix.Platform.PROT_NONE;
import static hakmem.superslab.posix.Platform.PROT_READ_WRITE;

import hakmem.superslab.internal.PageRanges;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/** A mapped range of address space; its segment's lifetime is all its state. Safe for use by several threads. */
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

    private final Platform platform;
    private final HugePages hugePages;
    private volatile Lifetime lifetime;

    /** Whether the addresses may be somebody else's, so that they must not be unmapped. */
    private volatile boolean givenUp;

    PosixReservation(Platform platform, HugePages hugePages, long address, long byteSize) {
        this.platform = platform;
        this.hugePages = hugePages;
        this.lifetime = new Lifetime(platform, address, byteSize);
    }

    @Override
    public MemorySegment segment() {
        return lifetime.segment();
    }

    @Override
    public void commit(long offset, long byteSize) throws MemoryRefusedException {
        MemorySegment range = slice(offset, byteSize);
        if (byteSize >= ASK_FROM) {
            commitAsking(range);
        } else {
            unprotect(range);
        }
        hugePages.advise(platform, range);
    }

    private void unprotect(MemorySegment range) throws MemoryRefusedException {
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
    public void takeOver(Reservation from, long keptBytes, long byteSize) throws MemoryRefusedException {
        if (!(from instanceof PosixReservation other) || other == this) {
            throw new IllegalArgumentException("not another reservation of this source: " + from);
        }
        if (keptBytes <= 0 || keptBytes > byteSize) {
            throw new IllegalArgumentException(keptBytes + " bytes to be the first of " + byteSize);
        }
        if (!platform.movesPages()) {
            throw new UnsupportedOperationException("there is no mremap here");
        }
        MemorySegment to = slice(0, byteSize);
        if (byteSize >= ASK_FROM) {
            commitAsking(to);
        }
        try {
            other.moveTo(to, keptBytes);
        } catch (MemoryRefusedException e) {
            closeGap(to);
            throw e;
        }
    }

    /**
     * After mremap has failed: it may have unmapped the range it was to move to, and somebody else may have it since. If it
     * is free, it is taken again. Otherwise it is ours still or no longer, and nobody can tell which: it is given up, for
     * addresses without memory are better lost than taken from others.
     */
    private void closeGap(MemorySegment range) {
        int flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE | platform.mapAnonymous() | platform.mapNoReserve();
        long result = LibC.mmap(range, range.byteSize(), PROT_NONE, flags);
        givenUp = result != range.address();
        if (result >= 0 && givenUp) {
            // A kernel that takes the address for a wish.
            unmapRange(platform, result, range.byteSize());
        }
    }

    /**
     * Moves the first pages into the place of a range of another reservation, and unmaps the rest. Accesses are ended
     * before, for there is a moment at which nothing is mapped at the old addresses. What a failure would need then is made
     * before, too, and so is what comes after the call, for there is no second try.
     */
    private synchronized void moveTo(MemorySegment to, long keptBytes) throws MemoryRefusedException {
        long start = slice(0, keptBytes).address();
        long byteSize = segment().byteSize();
        Lifetime ifRefused = new Lifetime(platform, start, byteSize);
        MemorySegment rest = range(start + keptBytes, byteSize - keptBytes);
        LibC.linkMremap();
        LibC.linkMunmap();
        lifetime.end(false);
        long result = LibC.mremap(start, keptBytes, to, MREMAP_MAYMOVE | MREMAP_FIXED);
        if (result < 0) {
            lifetime = ifRefused;
            throw new MemoryRefusedException(
                    Reason.SYSTEM,
                    "cannot move " + keptBytes + " bytes at 0x" + Long.toHexString(start) + " to " + describe(to)
                            + ": mremap failed with " + error((int) result));
        }
        if (byteSize > keptBytes) {
            unmap(platform, rest);
        }
    }

    @Override
    public synchronized void close() {
        if (lifetime.isAlive()) {
            // After the segment is closed nothing may fail any more, for there is no second try.
            LibC.linkMunmap();
            lifetime.end(!givenUp);
        }
    }

    /** Unmaps a range that no segment stands for. */
    static void unmapRange(Platform platform, long address, long byteSize) {
        unmap(platform, range(address, byteSize));
    }

    @SuppressWarnings("restricted")
    private static MemorySegment range(long address, long byteSize) {
        return MemorySegment.ofAddress(address).reinterpret(byteSize);
    }

    /** Unmaps a range. A failure costs address space and is nobody's to mend, so it goes into the log. */
    static void unmap(Platform platform, MemorySegment range) {
        int result = LibC.munmap(range);
        if (result != 0) {
            System.getLogger("hakmem.superslab")
                    .log(
                            System.Logger.Level.WARNING,
                            "cannot unmap {0,number,#} bytes at 0x{1}: munmap failed with {2}",
                            range.byteSize(),
                            Long.toHexString(range.address()),
                            platform.describe(-result));
        }
    }

    private MemorySegment slice(long offset, long byteSize) {
        return PageRanges.slice(segment(), platform.pageSize(), offset, byteSize);
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
