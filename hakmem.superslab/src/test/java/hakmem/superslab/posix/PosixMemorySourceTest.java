package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.MemorySourceContract;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.Together;
import hakmem.superslab.spi.Reservation;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract, and what only the maps of the process show. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PosixMemorySourceTest extends MemorySourceContract {
    private static final long SIZE = 16L * SuperSlab.BYTES;

    PosixMemorySourceTest() {
        super(new PosixMemorySourceProvider());
    }

    @Test
    void givesMemoryBack() {
        assertThat(source.givesBack()).isTrue();
    }

    @Test
    void aReadOfWhatIsDecommittedIsHarmless() throws Exception {
        try (Reservation reservation = source.reserve(SIZE, SuperSlab.BYTES)) {
            reservation.commit(0, SIZE);
            reservation.segment().fill((byte) 7);
            reservation.decommit(0, SIZE, false);

            assertThat(isFilledWith(reservation.segment(), 0)).isTrue();
            reservation.segment().set(ValueLayout.JAVA_INT, 0, 1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPartThatIsDiscardedIsNotResidentUntilItIsWritten() throws Exception {
        assertThat(source.discards()).isTrue();
        try (Reservation reservation = source.reserve(SIZE, SuperSlab.BYTES)) {
            // What lies around it stays inaccessible, or the system might show it as one mapping with memory of the
            // JVM's.
            long first = SuperSlab.BYTES;
            long bytes = SIZE - 2L * SuperSlab.BYTES;
            reservation.commit(first, bytes);
            reservation.segment().asSlice(first, bytes).fill((byte) 7);
            long start = reservation.segment().address() + first;
            assertThat(residentAt(start)).isEqualTo(bytes >> 10);
            reservation.discard(first + (3 << 16), 5 << 16);
            assertThat(residentAt(start)).isEqualTo((bytes >> 10) - (5 << 6));
            reservation.segment().set(ValueLayout.JAVA_INT, first + (3 << 16), 1);
            assertThat(residentAt(start)).isGreaterThan((bytes >> 10) - (5 << 6));
        }
    }

    private static long residentAt(long address) throws IOException {
        return Mapping.at(address).orElseThrow().residentKibibytes();
    }

    @Test
    void saysWhichErrorTheSystemReported() {
        assertThatThrownBy(() -> source.reserve(1L << 60, SuperSlab.BYTES))
                .hasMessageContaining("mmap failed with ENOMEM (12)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theMapsShowWhatIsReservedCommittedAndInaccessible() throws Exception {
        Reservation reservation = source.reserve(SIZE, SuperSlab.BYTES);
        long start = reservation.segment().address();
        assertThat(protectionAt(start)).contains("---p");
        assertThat(protectionAt(start + SIZE - 1)).contains("---p");

        reservation.commit(0, SIZE);
        assertThat(protectionAt(start)).contains("rw-p");
        reservation.decommit(0, SuperSlab.BYTES, false);
        assertThat(protectionAt(start)).contains("rw-p");
        reservation.decommit(0, SuperSlab.BYTES, true);
        assertThat(protectionAt(start)).contains("---p");
        assertThat(protectionAt(start + SuperSlab.BYTES)).contains("rw-p");

        reservation.close();
        assertThat(protectionAt(start)).isEmpty();
        assertThat(protectionAt(start + SIZE - 1)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pagesGoBackToTheSystem() throws Exception {
        for (boolean inaccessible : new boolean[] {false, true}) {
            try (Reservation reservation = source.reserve(SIZE, SuperSlab.BYTES)) {
                long start = reservation.segment().address();
                reservation.commit(0, SIZE);
                reservation.segment().fill((byte) 1);
                assertThat(Mapping.at(start).orElseThrow().residentKibibytes()).isGreaterThanOrEqualTo(SIZE >> 10);

                reservation.decommit(0, SIZE, inaccessible);
                assertThat(Mapping.at(start).orElseThrow().residentKibibytes()).isLessThan(SIZE >> 10);
                assertThat(protectionAt(start)).contains(inaccessible ? "---p" : "rw-p");
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWasMappedToAlignIsTrimmed() throws Exception {
        long before = Mapping.allPages();
        long alignment = 1L << 40;
        try (Reservation first = source.reserve(SIZE, alignment);
                Reservation second = source.reserve(SIZE, alignment)) {
            assertThat(first.segment().address() % alignment).isZero();
            assertThat(second.segment().address() % alignment).isZero();
            assertThat((Mapping.allPages() - before) * source.pageSize()).isLessThan(1L << 30);
        }
    }

    @Test
    void closingWhileOthersCommitNeverTouchesWhatIsUnmapped() throws Exception {
        for (int round = 0; round < 30; round++) {
            Reservation reservation = source.reserve(SIZE, SuperSlab.BYTES);
            Together.run(3, thread -> {
                try {
                    if (thread == 0) {
                        while (reservation.segment().scope().isAlive()) {
                            tryClose(reservation);
                        }
                    } else {
                        for (int i = 0; i < 100; i++) {
                            reservation.commit((long) thread * SuperSlab.BYTES, SuperSlab.BYTES);
                            reservation.decommit((long) thread * SuperSlab.BYTES, SuperSlab.BYTES, true);
                        }
                    }
                } catch (IllegalStateException e) {
                    assertThat(reservation.segment().scope().isAlive())
                            .as("%s", e)
                            .isFalse();
                }
            });
        }
    }

    private static void tryClose(Reservation reservation) {
        try {
            reservation.close();
        } catch (IllegalStateException _) {
            Thread.onSpinWait();
        }
    }

    private static Optional<String> protectionAt(long address) throws IOException {
        return Mapping.at(address).map(Mapping::protection);
    }
}
