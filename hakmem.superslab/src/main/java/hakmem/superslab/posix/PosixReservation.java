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

    /** The range for the calls after the end of accesses through {@link #segment}: nothing holds it open. */
    private final MemorySegment whole;

    private volatile Lifetime lifetime;

    /** Whether nothing of the range is mapped for this any more; guarded by this. */
    private boolean unmapped;

    /** Whether the addresses may be somebody else's, so that they must not be unmapped. */
    private volatile boolean givenUp;

    PosixReservation(Platform platform, HugePages hugePages, long address, long byteSize) {
        this.platform = platform;
        this.hugePages = hugePages;
        this.whole = range(address, byteSize);
        this.lifetime = new Lifetime(whole);
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
            discard(range);
        }
    }

    @Override
    public void discard(long offset, long byteSize) {
        if (!platform.discards()) {
            throw new UnsupportedOperationException("MADV_DONTNEED does not discard here");
        }
        discard(slice(offset, byteSize));
    }

    private void discard(MemorySegment range) {
        int result = LibC.madvise(range, MADV_DONTNEED);
        if (result != 0) {
            throw cannotDecommit(range, "madvise", result);
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
        long result = other.moveTo(to, keptBytes);
        if (result < 0) {
            closeGap(to);
            throw new MemoryRefusedException(
                    Reason.SYSTEM,
                    "cannot move " + keptBytes + " bytes of " + describe(other.whole) + " to " + describe(to)
                            + ": mremap failed with " + error((int) result));
        }
    }

    /**
     * After mremap has failed: it may have unmapped the range it was to move to, and somebody else may have it since. If it
     * is free, it is taken again. Otherwise it is ours still or no longer, and nobody can tell which: it is given up, for
     * addresses without memory are better lost than taken from others.
     */
    private void closeGap(MemorySegment range) {
        int flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE | platform.mapAnonymous() | platform.mapNoReserve();
        givenUp = true; // until the call says otherwise, or for good if there is no room on the Java heap to make it
        long result = LibC.mmap(range, range.byteSize(), PROT_NONE, flags);
        givenUp = result != range.address();
        if (result >= 0 && givenUp) {
            // A kernel that takes the address for a wish.
            unmapRange(platform, result, range.byteSize());
        }
    }

    /**
     * Moves the first pages into the place of a range of another reservation, and unmaps the rest. Accesses are ended
     * before, for there is a moment at which nothing is mapped at the old addresses; if nothing moves, they go on through
     * another segment, which is made in advance. What it throws, it throws before mremap is called.
     *
     * @return the new address, or mremap's error number negated
     */
    private synchronized long moveTo(MemorySegment to, long keptBytes) {
        slice(0, keptBytes);
        Lifetime ifRefused = new Lifetime(whole);
        MemorySegment rest = whole.asSlice(keptBytes);
        LibC.linkMremap();
        long result = -1;
        try {
            lifetime.end();
            result = LibC.mremap(whole, keptBytes, to, MREMAP_MAYMOVE | MREMAP_FIXED);
        } finally {
            if (result < 0 && !lifetime.isAlive()) {
                lifetime = ifRefused;
            }
        }
        if (result >= 0) {
            unmapped = true;
            unmapRest(rest);
        }
        return result;
    }

    /** Whatever happens: the pages have moved, and their new holder must be told. */
    private void unmapRest(MemorySegment rest) {
        if (rest.byteSize() > 0) {
            try {
                unmap(platform, rest);
            } catch (RuntimeException | Error e) {
                // No room on the Java heap or the stack to make the call, or to log that it failed: addresses without
                // memory
                // are lost, and nothing else.
            }
        }
    }

    /** If it fails for want of Java heap, it can be called again. */
    @Override
    public synchronized void close() {
        if (lifetime.isAlive()) {
            lifetime.end();
        }
        if (!unmapped && !givenUp) {
            unmap(platform, whole);
        }
        unmapped = true;
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
