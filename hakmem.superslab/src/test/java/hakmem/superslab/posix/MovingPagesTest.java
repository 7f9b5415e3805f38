package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MovingPagesTest {
    private static final long MIB = 1 << 20;

    private final MemorySource source = new PosixMemorySourceProvider().open();

    @Test
    void contentsMoveAndWhatIsAddedHoldsZeros() throws Exception {
        assertThat(source.movesPages()).isTrue();
        for (long kept : new long[] {4096, MIB, 2 * MIB, 5 * MIB + 8192}) {
            for (long alignment : new long[] {4096, 1 << 16, 2 * MIB}) {
                for (long added : new long[] {0, 4096, 3 * MIB}) {
                    moves(kept, kept + added, alignment);
                }
            }
        }
    }

    private void moves(long kept, long size, long alignment) throws Exception {
        try (Reservation to = source.reserve(size, alignment)) {
            Reservation from = source.reserve(kept + MIB, alignment);
            from.commit(0, kept);
            fill(from.segment().asSlice(0, kept));
            MemorySegment before = from.segment();

            to.takeOver(from, kept, size);

            assertFilled(to.segment().asSlice(0, kept));
            assertThat(to.segment().asSlice(kept).mismatch(MemorySegment.ofArray(new byte[(int) (size - kept)])))
                    .isEqualTo(-1);
            to.segment().fill((byte) 1);
            assertThatThrownBy(() -> before.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            assertThat(Mapping.at(before.address())
                            .map(Mapping::residentKibibytes)
                            .orElse(0L))
                    .as("nothing of it is left, unless others have the addresses since")
                    .isNotEqualTo(kept >> 10);
            from.close();
        }
    }

    @Test
    void itIsTheSamePagesThatMove() throws Exception {
        try (Reservation to = source.reserve(64 * MIB, 2 * MIB)) {
            Reservation from = source.reserve(32 * MIB, 2 * MIB);
            from.commit(0, 32 * MIB);
            fill(from.segment());
            long before = minorFaults();

            to.takeOver(from, 32 * MIB, 64 * MIB);
            assertFilled(to.segment().asSlice(0, 32 * MIB));

            assertThat(minorFaults() - before)
                    .as("page faults of this thread; a copy of 32 MiB takes 8192, or 16 with huge pages")
                    .isLessThan(1000);
            assertThat(Mapping.at(to.segment().address()).orElseThrow().residentKibibytes())
                    .isEqualTo(32 << 10);
        }
    }

    @Test
    void whatHasMovedCanMoveAgainAndAgain() throws Exception {
        Reservation now = source.reserve(MIB, 4096);
        now.commit(0, MIB);
        fill(now.segment());
        for (int step = 2; step <= 40; step++) {
            Reservation next = source.reserve(step * MIB, 4096);
            next.takeOver(now, (step - 1) * MIB, step * MIB);
            now.close();
            now = next;
        }
        assertFilled(now.segment().asSlice(0, MIB));
        now.close();
    }

    @Test
    void aRefusedMoveLeavesMemoryAndContents() throws Exception {
        Reservation from = source.reserve(3 * MIB, 4096);
        from.commit(0, 3 * MIB);
        // Not one mapping any more, so that the system refuses to move it as one and make it larger.
        from.decommit(MIB, MIB, true);
        from.segment().asSlice(0, MIB).fill((byte) 5);
        MemorySegment before = from.segment();
        Reservation to = source.reserve(8 * MIB, 4096);

        assertThatThrownBy(() -> to.takeOver(from, 3 * MIB, 8 * MIB))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("mremap failed with EFAULT (14)");

        assertThatThrownBy(() -> before.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(from.segment().address()).isEqualTo(before.address());
        assertThat(from.segment().get(ValueLayout.JAVA_BYTE, MIB - 1)).isEqualTo((byte) 5);
        to.close();
        from.commit(MIB, MIB);
        from.segment().fill((byte) 6);
        from.close();
        assertThat(Mapping.at(before.address()).map(Mapping::protection)).isNotEqualTo("rw-p");
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingChanges() throws Exception {
        try (Reservation from = source.reserve(2 * MIB, 4096);
                Reservation to = source.reserve(4 * MIB, 4096)) {
            from.commit(0, 2 * MIB);
            MemorySegment before = from.segment();
            assertThatIllegalArgumentException().isThrownBy(() -> to.takeOver(to, MIB, 2 * MIB));
            assertThatIllegalArgumentException().isThrownBy(() -> to.takeOver(from, 0, 2 * MIB));
            assertThatIllegalArgumentException().isThrownBy(() -> to.takeOver(from, 2 * MIB, MIB));
            assertThatThrownBy(() -> to.takeOver(from, 2 * MIB, 8 * MIB)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> to.takeOver(from, 3 * MIB, 4 * MIB)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(from.segment()).isSameAs(before);
            before.fill((byte) 1);
        }
    }

    /** Field 10 of the statistics of the calling thread (proc(5)): those after the name, which may hold blanks, from 3 on. */
    private static long minorFaults() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[10 - 3]);
    }

    private static void fill(MemorySegment segment) {
        for (long offset = 0; offset < segment.byteSize(); offset += 512) {
            segment.set(ValueLayout.JAVA_LONG, offset, offset * 31 + 7);
        }
    }

    private static void assertFilled(MemorySegment segment) {
        for (long offset = 0; offset < segment.byteSize(); offset += 512) {
            if (segment.get(ValueLayout.JAVA_LONG, offset) != offset * 31 + 7) {
                throw new AssertionError("contents were lost at " + offset + " of " + segment);
            }
        }
    }
}
