package hakmem.superslab.mapped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.Together;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final int UNITS = 10;

    /** The file system: what it has left, in bytes. */
    private final AtomicLong left = new AtomicLong(UNITS * (long) Room.UNIT + Room.MARGIN);

    private final Room room = new Room("a file system", left::get);
    private IntPredicate resident = _ -> false;
    private final Room.Tenant tenant = new Room.Tenant(unit -> resident.test(unit));
    private final Room.Tenant other = new Room.Tenant(_ -> false);

    @BeforeEach
    void bothMoveIn() {
        room.enter(tenant);
        room.enter(other);
    }

    @Test
    void twoTenantsDoNotCountTheSameFreeSpace() throws Exception {
        room.claim(tenant, 0, 6);

        assertThatThrownBy(() -> room.claim(other, 0, 5)).isInstanceOfSatisfying(MemoryRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.SYSTEM);
            assertThat(e)
                    .hasMessageContaining("a file system")
                    .hasMessageContaining(Long.toString(5L * Room.UNIT))
                    .hasMessageContaining(Long.toString(6L * Room.UNIT));
        });
        room.claim(other, 0, 4);
        assertThat(room.promised()).isEqualTo(10L * Room.UNIT);
        assertThat(room.free()).isZero();
    }

    @Test
    void aRefusedClaimClaimsNothing() throws Exception {
        assertThatThrownBy(() -> room.claim(tenant, 0, 11)).isInstanceOf(MemoryRefusedException.class);
        assertThat(room.promised()).isZero();
        room.claim(tenant, 0, 10);
    }

    @Test
    void whatWasClaimedBeforeCostsNothing() throws Exception {
        room.claim(tenant, 2, 8);
        room.claim(tenant, 0, 10);
        room.claim(tenant, 0, 10);

        assertThat(room.promised()).isEqualTo(10L * Room.UNIT);
    }

    @Test
    void whatIsFoundTouchedIsNotCountedTwice() throws Exception {
        room.claim(tenant, 0, 6);
        left.addAndGet(-6L * Room.UNIT);
        resident = unit -> unit < 6;

        room.claim(other, 0, 4);

        assertThat(room.promised()).isEqualTo(4L * Room.UNIT);
        assertThatThrownBy(() -> room.claim(other, 4, 5)).isInstanceOf(MemoryRefusedException.class);
    }

    @Test
    void aUnitThatIsNotTouchedStaysPromisedWhoeverElseFillsTheFileSystem() throws Exception {
        room.claim(tenant, 0, 6);
        left.addAndGet(-6L * Room.UNIT);

        assertThatThrownBy(() -> room.claim(other, 0, 1)).isInstanceOf(MemoryRefusedException.class);
    }

    @Test
    void leavingFreesWhatWasPromised() throws Exception {
        room.claim(tenant, 0, 10);
        AtomicInteger unmapped = new AtomicInteger();

        assertThat(room.leave(tenant, unmapped::incrementAndGet)).isTrue();
        assertThat(room.leave(tenant, unmapped::incrementAndGet)).isFalse();
        assertThat(unmapped).hasValue(1);
        assertThat(room.promised()).isZero();
        assertThatThrownBy(() -> room.claim(tenant, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoCannotBeUnmappedStays() throws Exception {
        room.claim(tenant, 0, 10);
        assertThatThrownBy(() -> room.leave(tenant, () -> {
                    throw new IllegalStateException("in use");
                }))
                .hasMessage("in use");

        assertThat(room.promised()).isEqualTo(10L * Room.UNIT);
        room.claim(tenant, 0, 10);
    }

    @Test
    void aFileSystemThatDoesNotAnswerRefuses() {
        Room silent = new Room("silent", () -> {
            throw new IOException("stale handle");
        });
        silent.enter(tenant);

        assertThatThrownBy(() -> silent.claim(tenant, 0, 1))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("stale handle");
    }

    /** What a claim is for the test below. */
    private interface Claim {
        void run(int thread, int unit) throws MemoryRefusedException;
    }

    @Test
    void severalThreadsNeverPromiseMoreThanThereIs() {
        assertThat(granted((thread, unit) -> room.claim(thread == 0 ? tenant : other, unit, unit + 1)))
                .isEqualTo(UNITS);
    }

    /** The control: the check without the books' lock. */
    @Test
    void aCheckOutsideTheLockIsCaught() {
        AtomicLong promised = new AtomicLong();
        int most = 0;
        for (int attempt = 0; attempt < 200 && most <= UNITS; attempt++) {
            promised.set(0);
            most = granted((_, _) -> {
                if (left.get() - promised.get() - Room.MARGIN < Room.UNIT) {
                    throw new MemoryRefusedException(Reason.SYSTEM, "no room");
                }
                Together.meet();
                promised.addAndGet(Room.UNIT);
            });
        }
        assertThat(most).isGreaterThan(UNITS);
    }

    private static int granted(Claim claim) {
        AtomicInteger granted = new AtomicInteger();
        Together.run(2, thread -> {
            for (int unit = 0; unit < UNITS; unit++) {
                try {
                    claim.run(thread, unit);
                    granted.incrementAndGet();
                } catch (MemoryRefusedException _) {
                    // that is the point
                }
            }
        });
        return granted.get();
    }
}
