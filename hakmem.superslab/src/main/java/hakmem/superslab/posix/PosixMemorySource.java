package hakmem.superslab.posix;

import static hakmem.superslab.posix.Platform.MAP_PRIVATE;
import static hakmem.superslab.posix.Platform.PROT_NONE;

import hakmem.superslab.internal.PageRanges;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/** Reserves address space with mmap. Safe for use by several threads. */
final class PosixMemorySource implements MemorySource {
    /*
     * mmap aligns to pages only. Recent kernels align large mappings further by themselves, so the size asked for is tried
     * as it is first. If it comes out unaligned, it is mapped again with room to move, and what sticks out is cut off:
     *
     *     mapped        start                      end
     *       |  trimmed   |  byteSize, aligned       |  trimmed  |
     *
     * The range mapped first is unmapped before: nothing guarantees that its address is not given to somebody else
     * then, and nothing depends on it.
     */
    private final Platform platform;
    private final HugePages hugePages;

    PosixMemorySource(Platform platform, HugePages hugePages) {
        this.platform = platform;
        this.hugePages = hugePages;
    }

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public long pageSize() {
        return platform.pageSize();
    }

    @Override
    public boolean givesBack() {
        return true;
    }

    @Override
    public boolean movesPages() {
        return platform.movesPages();
    }

    /** A huge page that was asked for is not taken apart: it would be a fault for each of its pages afterwards. */
    @Override
    public boolean discards() {
        return platform.discards() && hugePages != HugePages.ALWAYS;
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        PageRanges.checkReserve(pageSize(), byteSize, byteAlignment);
        long start = map(byteSize, byteAlignment, byteSize);
        if ((start & byteAlignment - 1) != 0) {
            unmap(start, byteSize);
            start = mapAligned(byteSize, byteAlignment);
        }
        boolean done = false;
        try {
            Reservation reservation = new PosixReservation(platform, hugePages, start, byteSize);
            done = true;
            return reservation;
        } finally {
            if (!done) {
                unmap(start, byteSize);
            }
        }
    }

    private long mapAligned(long byteSize, long byteAlignment) throws MemoryRefusedException {
        long slack = byteAlignment - pageSize();
        if (byteSize > Long.MAX_VALUE - slack) {
            throw refused(byteSize, byteAlignment, "more than addresses can tell apart");
        }
        long mapped = map(byteSize + slack, byteAlignment, byteSize);
        long start = mapped + byteAlignment - 1 & -byteAlignment;
        unmap(mapped, start - mapped);
        unmap(start + byteSize, mapped + slack - start);
        return start;
    }

    private long map(long mappedSize, long byteAlignment, long byteSize) throws MemoryRefusedException {
        int flags = MAP_PRIVATE | platform.mapAnonymous() | platform.mapNoReserve();
        long address = LibC.mmap(MemorySegment.NULL, mappedSize, PROT_NONE, flags);
        if (address < 0) {
            throw refused(byteSize, byteAlignment, "mmap failed with " + platform.describe((int) -address));
        }
        return address;
    }

    /** A failure here costs address space, no memory, and takes nothing from the caller: it goes into the log. */
    private void unmap(long address, long byteSize) {
        if (byteSize != 0) {
            PosixReservation.unmapRange(platform, address, byteSize);
        }
    }

    private static MemoryRefusedException refused(long byteSize, long byteAlignment, String reason) {
        return new MemoryRefusedException(
                Reason.SYSTEM, "cannot reserve " + byteSize + " bytes aligned to " + byteAlignment + ": " + reason);
    }
}
