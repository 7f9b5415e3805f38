package hakmem.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.Reservation;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptedSourceTest {
    private static final long MIB = 1 << 20;

    private final ScriptedSource source = new ScriptedSource(new ArenaSource());

    @Test
    void theCommitNamedIsRefusedAndNoOther() throws MemoryRefusedException {
        try (Reservation reservation = source.reserve(2 * MIB, 2 * MIB)) {
            reservation.commit(0, MIB);
            source.refuseCommit(2);
            reservation.commit(MIB, MIB);
            assertThatThrownBy(() -> reservation.commit(MIB, MIB)).isInstanceOf(MemoryRefusedException.class);
            reservation.commit(MIB, MIB);
            assertThat(source.commits()).isEqualTo(4);
        }
    }

    @Test
    void aStepSeesTheNumberOfItsDecommit() throws MemoryRefusedException {
        AtomicInteger seen = new AtomicInteger();
        source.onDecommit(number -> seen.set((int) number));
        try (Reservation reservation = source.reserve(2 * MIB, 2 * MIB)) {
            reservation.commit(0, MIB);
            reservation.decommit(0, MIB, false);
            reservation.decommit(0, MIB, false);
        }
        assertThat(seen).hasValue(2);
        assertThat(source.decommits()).isEqualTo(2);
    }
}
