package hakmem.superslab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** What every source of memory must do. */
public abstract class MemorySourceContract {
    private static final long MIB = 1 << 20;

    private final MemorySourceProvider provider;

    /** The source under test. */
    protected final MemorySource source;

    protected MemorySourceContract(MemorySourceProvider provider) {
        this.provider = provider;
        this.source = provider.open();
    }

    @Test
    void goesByTheNameOfItsProvider() {
        assertThat(source.name()).isEqualTo(provider.name());
        assertThat(source.pageSize()).isPositive();
        assertThat(Long.bitCount(source.pageSize())).isEqualTo(1);
        assertThat(SuperSlab.BYTES % source.pageSize()).isZero();
    }

    @Test
    void reservesWhatWasAskedForAlignedAsAskedFor() throws Exception {
        for (long alignment = source.pageSize(); alignment <= 256 * MIB; alignment <<= 1) {
            for (long size : new long[] {source.pageSize(), 2 * MIB, 3 * MIB + source.pageSize()}) {
                try (Reservation reservation = source.reserve(size, alignment)) {
                    assertThat(reservation.segment().byteSize()).isEqualTo(size);
                    assertThat(reservation.segment().address() % alignment).isZero();
                    assertThat(reservation.segment()).isSameAs(reservation.segment());
                }
            }
        }
    }

    @Test
    void reservesFarMoreThanThereIs() throws Exception {
        try (Reservation reservation = source.reserve(1L << 36, SuperSlab.BYTES)) {
            reservation.commit((1L << 36) - 2 * MIB, 2 * MIB);
            reservation.segment().set(JAVA_BYTE, (1L << 36) - 1, (byte) 1);
        }
    }

    @Test
    void committedMemoryIsZeroAndKeepsWhatIsWritten() throws Exception {
        try (Reservation reservation = source.reserve(8 * MIB, SuperSlab.BYTES)) {
            reservation.commit(2 * MIB, 4 * MIB);
            MemorySegment committed = reservation.segment().asSlice(2 * MIB, 4 * MIB);
            assertThat(isFilledWith(committed, 0)).isTrue();
            committed.fill((byte) 7);
            reservation.commit(6 * MIB, 2 * MIB);

            assertThat(isFilledWith(committed, 7)).isTrue();
            assertThat(isFilledWith(reservation.segment().asSlice(6 * MIB, 2 * MIB), 0))
                    .isTrue();
        }
    }

    @Test
    void committingTwiceChangesNothing() throws Exception {
        try (Reservation reservation = source.reserve(2 * MIB, SuperSlab.BYTES)) {
            reservation.commit(0, 2 * MIB);
            reservation.segment().fill((byte) 7);
            reservation.commit(0, 2 * MIB);

            assertThat(isFilledWith(reservation.segment(), 7)).isTrue();
        }
    }

    @Test
    void memoryGivenBackComesBackAsZeros() throws Exception {
        for (boolean inaccessible : new boolean[] {false, true}) {
            try (Reservation reservation = source.reserve(4 * MIB, SuperSlab.BYTES)) {
                reservation.commit(0, 4 * MIB);
                reservation.segment().fill((byte) 7);
                reservation.decommit(2 * MIB, 2 * MIB, inaccessible);
                reservation.commit(2 * MIB, 2 * MIB);

                assertThat(isFilledWith(reservation.segment().asSlice(0, 2 * MIB), 7))
                        .isTrue();
                MemorySegment again = reservation.segment().asSlice(2 * MIB);
                if (source.givesBack()) {
                    assertThat(isFilledWith(again, 0)).isTrue();
                }
                again.fill((byte) 8);
                assertThat(isFilledWith(again, 8)).isTrue();
            }
        }
    }

    @Test
    void disjointRangesMayBeUsedByAllThreadsAtOnce() throws Exception {
        try (Reservation reservation = source.reserve(8 * MIB, SuperSlab.BYTES)) {
            Together.run(4, thread -> {
                long offset = thread * (2 * MIB);
                for (int i = 0; i < 200; i++) {
                    reservation.commit(offset, 2 * MIB);
                    long at = offset + (i & 511) * 4096L;
                    reservation.segment().set(JAVA_LONG, at, thread);
                    assertThat(reservation.segment().get(JAVA_LONG, at)).isEqualTo(thread);
                    reservation.decommit(offset, 2 * MIB, (i & 1) == 0);
                }
            });
        }
    }

    @Test
    void accessAfterCloseFails() throws Exception {
        Reservation reservation = source.reserve(2 * MIB, SuperSlab.BYTES);
        reservation.commit(0, 2 * MIB);
        MemorySegment slice = reservation.segment().asSlice(4096, 8);
        reservation.close();
        reservation.close();

        assertThatThrownBy(() -> slice.get(JAVA_LONG, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reservation.commit(0, 2 * MIB)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reservation.decommit(0, 2 * MIB, false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reservation.decommit(0, 2 * MIB, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void severalThreadsMayCloseAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            Reservation reservation = source.reserve(2 * MIB, SuperSlab.BYTES);
            Together.run(3, _ -> reservation.close());
            assertThat(reservation.segment().scope().isAlive()).isFalse();
        }
    }

    @Test
    @SuppressWarnings("try") // closing in between is the point
    void staysOpenWhileADowncallUsesIt() throws Throwable {
        try (Reservation reservation = source.reserve(2 * MIB, SuperSlab.BYTES)) {
            reservation.commit(0, 2 * MIB);
            Throwable[] thrown = new Throwable[1];
            duringADowncallOn(reservation.segment().asSlice(0, 8), () -> {
                try {
                    reservation.close();
                } catch (RuntimeException e) {
                    thrown[0] = e;
                }
            });
            assertThat(thrown[0]).isInstanceOf(IllegalStateException.class);
            assertThat(reservation.segment().scope().isAlive()).isTrue();
            reservation.segment().set(JAVA_LONG, 0, 1);
            assertThatCode(reservation::close).doesNotThrowAnyException();
            assertThat(reservation.segment().scope().isAlive()).isFalse();
        }
    }

    @Test
    void badArgumentsAreRefused() throws Exception {
        long page = source.pageSize();
        for (long size : new long[] {0, -page, page + 1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> source.reserve(size, page))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toString(size));
        }
        for (long alignment : new long[] {0, 1, page / 2, page * 3, -page, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> source.reserve(page, alignment))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toString(alignment));
        }
        try (Reservation reservation = source.reserve(4 * page, page)) {
            assertThatThrownBy(() -> reservation.commit(1, page)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reservation.commit(0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reservation.commit(0, 5 * page)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reservation.commit(-page, page)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reservation.decommit(4 * page, page, true))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void whatNoAddressSpaceHoldsIsRefused() {
        for (long alignment : new long[] {SuperSlab.BYTES, 1L << 62}) {
            assertThatThrownBy(() -> source.reserve(1L << 62, alignment))
                    .isInstanceOfSatisfying(MemoryRefusedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.SYSTEM);
                        assertThat(e).hasMessageContaining(Long.toString(1L << 62));
                    });
        }
    }

    @Test
    void worksInAnInterruptedThreadWhichStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        try (Reservation reservation = source.reserve(2 * MIB, SuperSlab.BYTES)) {
            reservation.commit(0, 2 * MIB);
            reservation.segment().fill((byte) 1);
            reservation.decommit(0, 2 * MIB, false);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aRegionWorksOnIt() throws Exception {
        MemoryBudget budget = new MemoryBudget(3L * SuperSlab.BYTES);
        try (Region region = Region.reserve(source, 64 * MIB, budget, true)) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 3; i++) {
                    SuperSlab superSlab = region.commit();
                    superSlab.slab(i).segment().fill((byte) i);
                    assertThat(region.slab(superSlab.address() + (long) i * Slab.BYTES + 77))
                            .isSameAs(superSlab.slab(i));
                }
                assertThatThrownBy(region::commit).isInstanceOf(MemoryRefusedException.class);
                region.forEachSuperSlab(region::decommit);
            }
        }
        assertThat(budget.committed()).isZero();
    }

    /** Whether every byte has the value. */
    protected static boolean isFilledWith(MemorySegment memory, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment expected = arena.allocate(memory.byteSize()).fill((byte) value);
            return expected.mismatch(memory) == -1;
        }
    }

    /** What qsort calls back. */
    interface Comparing {
        int compare(MemorySegment a, MemorySegment b);
    }

    /** Sorts two ints of the segment with the C library's qsort, which calls back in between. */
    @SuppressWarnings("restricted")
    private static void duringADowncallOn(MemorySegment twoInts, Runnable action) throws Throwable {
        Linker linker = Linker.nativeLinker();
        AddressLayout address = ValueLayout.ADDRESS;
        MethodHandle sort = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(address, JAVA_LONG, JAVA_LONG, address));
        Comparing comparing = (_, _) -> {
            action.run();
            return 0;
        };
        MethodHandle compare = MethodHandles.lookup()
                .findVirtual(
                        Comparing.class,
                        "compare",
                        MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class))
                .bindTo(comparing);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment callback =
                    linker.upcallStub(compare, FunctionDescriptor.of(JAVA_INT, address, address), arena);
            sort.invokeExact(twoInts, 2L, 4L, callback);
        }
    }
}
