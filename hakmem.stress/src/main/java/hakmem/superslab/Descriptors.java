package hakmem.superslab;

import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Descriptors for states, which are made by the million: no call to the system, and nothing to close. */
public final class Descriptors {
    private static final int SUPER_SLABS = 2;

    /** Nobody touches its memory. */
    public static final Region REGION =
            Region.reserve(new AddressesOnly(), (long) SUPER_SLABS * SuperSlab.BYTES, new MemoryBudget(Long.MAX_VALUE));

    /** For tests in which the descriptors themselves do not change. */
    public static final SuperSlab FIRST = committed(0);

    /** Another one. */
    public static final SuperSlab SECOND = committed(1);

    private Descriptors() {}

    /**
     * Makes a SuperSlab for one state.
     *
     * @param index 0 or 1; two with the same number know nothing of each other
     * @return a SuperSlab that says it is committed, with unused slabs
     */
    public static SuperSlab committed(int index) {
        SuperSlab superSlab = new SuperSlab(REGION, index);
        superSlab.markCommitted();
        return superSlab;
    }

    private static final class AddressesOnly implements MemorySource {
        @Override
        public String name() {
            return "addresses-only";
        }

        @Override
        public long pageSize() {
            return 4096;
        }

        @Override
        public boolean givesBack() {
            return true;
        }

        @Override
        public Reservation reserve(long byteSize, long byteAlignment) {
            MemorySegment segment = Arena.global().allocate(byteSize, byteAlignment);
            return new Reservation() {
                @Override
                public MemorySegment segment() {
                    return segment;
                }

                @Override
                public void commit(long offset, long size) {}

                @Override
                public void decommit(long offset, long size, boolean inaccessible) {}

                @Override
                public void close() {}
            };
        }
    }
}
