package hakmem.superslab;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;

/** Reserves as much address space as a source lets us have: half, and half again, where it refuses. */
final class HalvingReserve {
    private HalvingReserve() {}

    /**
     * Reserves address space aligned to a SuperSlab. Less than wanted is logged, once.
     *
     * @param source where it comes from
     * @param wanted bytes, whole SuperSlabs
     * @return the reservation, which the caller closes
     * @throws OffHeapOutOfMemoryError if the source refuses even one SuperSlab
     * @throws IllegalStateException if the source returns what was not asked for
     */
    static Reservation reserve(MemorySource source, long wanted) {
        long size = wanted;
        while (true) {
            try {
                return reserve(source, wanted, size);
            } catch (MemoryRefusedException e) {
                if (size == SuperSlab.BYTES) {
                    throw new OffHeapOutOfMemoryError("cannot reserve " + wanted + " bytes, nor less, from "
                            + source.name() + ": " + e.getMessage());
                }
                size = Math.max(size >>> 1 & -SuperSlab.BYTES, SuperSlab.BYTES);
            }
        }
    }

    private static Reservation reserve(MemorySource source, long wanted, long byteSize) throws MemoryRefusedException {
        Reservation reservation = source.reserve(byteSize, SuperSlab.BYTES);
        boolean done = false;
        try {
            MemorySegment segment = reservation.segment();
            if (segment.byteSize() != byteSize || (segment.address() & SuperSlab.BYTES - 1) != 0) {
                throw new IllegalStateException("memory source \"" + source.name() + "\" reserved " + segment
                        + " instead of " + byteSize + " bytes aligned to " + SuperSlab.BYTES);
            }
            if (byteSize < wanted) {
                System.getLogger("hakmem.superslab")
                        .log(
                                System.Logger.Level.WARNING,
                                "reserved {0,number,#} bytes of address space instead of {1,number,#}: the system refused more",
                                byteSize,
                                wanted);
            }
            done = true;
            return reservation;
        } finally {
            if (!done && reservation != null) {
                reservation.close();
            }
        }
    }
}
