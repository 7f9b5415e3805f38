package hakmem.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.MemorySources;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.Reservation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedSourceTest {
    private static final long BYTES = SuperSlab.BYTES;

    private final WatchedSource source = WatchedSource.imaginary();

    @Test
    void countsWhatIsCommittedAndTheMostThatWas() throws Exception {
        try (Reservation reservation = source.reserve(4 * BYTES, BYTES)) {
            reservation.commit(0, BYTES);
            reservation.commit(3 * BYTES, BYTES);
            reservation.decommit(0, BYTES, false);
            assertThat(source.committed()).isOne();
            assertThat(source.peak()).isEqualTo(2);
            assertThat(reservation.segment().address() % BYTES).isZero();
            assertThat(reservation.segment().byteSize()).isEqualTo(4 * BYTES);
        }
    }

    @Test
    void whatIsCommittedTwiceOrNotAtAllIsAViolation() throws Exception {
        try (Reservation reservation = source.reserve(2 * BYTES, BYTES)) {
            reservation.commit(0, BYTES);
            assertThatThrownBy(() -> reservation.commit(0, BYTES))
                    .isInstanceOf(SoakViolationException.class)
                    .hasMessage("SuperSlab 0 was committed twice");
            assertThatThrownBy(() -> reservation.decommit(BYTES, BYTES, false))
                    .isInstanceOf(SoakViolationException.class)
                    .hasMessage("SuperSlab 1 was decommitted, but not committed");
        }
    }

    @Test
    void aSourceThatKeepsItsMemoryMayBeAskedForItAgain() throws Exception {
        WatchedSource keeping = WatchedSource.watching(MemorySources.open(Optional.of("mapped")));
        try (Reservation reservation = keeping.reserve(2 * BYTES, BYTES)) {
            reservation.commit(0, BYTES);
            reservation.commit(0, BYTES);
            assertThat(keeping.committed()).isOne();
        }
    }
}
