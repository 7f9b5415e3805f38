package hakmem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/**
 * The tests every source of memory must pass. A source's author extends this class, says which source is meant, and runs it
 * with JUnit.
 */
public abstract class MemorySourceContract {
    private static final long MIB = 1 << 20;

    /** For subclasses. */
    protected MemorySourceContract() {}

    /**
     * The source to be tested. Called for each test anew.
     *
     * @return a source that can reserve 32 MiB
     */
    protected abstract MemorySource memorySource();

    @Test
    void itSaysItsNameAndAPageSizeThatIsAPowerOfTwo() {
        MemorySource source = memorySource();
        assertFalse(source.name().isBlank());
        assertEquals(1, Long.bitCount(source.pageSize()), () -> "page size " + source.pageSize());
        assertTrue(source.pageSize() <= 2 * MIB, "SuperSlabs are whole pages");
    }

    @Test
    void aReservationHasTheSizeAndAlignmentAskedFor() throws MemoryRefusedException {
        MemorySource source = memorySource();
        for (long alignment = source.pageSize(); alignment <= 4 * MIB; alignment <<= 1) {
            for (long size : new long[] {source.pageSize(), 2 * MIB, 6 * MIB}) {
                try (Reservation reservation = source.reserve(size, alignment)) {
                    MemorySegment segment = reservation.segment();
                    assertEquals(size, segment.byteSize());
                    assertEquals(0, segment.address() & (alignment - 1), "aligned to " + alignment);
                    assertSame(segment, reservation.segment(), "the same at every call");
                }
            }
        }
    }

    @Test
    void memoryReadsAsZerosAtItsFirstCommit() throws MemoryRefusedException {
        try (Reservation reservation = memorySource().reserve(4 * MIB, 2 * MIB)) {
            reservation.commit(0, 4 * MIB);
            assertZeros(reservation.segment());
        }
    }

    @Test
    void memoryGivenBackReadsAsZerosAtItsNextCommit() throws MemoryRefusedException {
        MemorySource source = memorySource();
        try (Reservation reservation = source.reserve(4 * MIB, 2 * MIB)) {
            MemorySegment part = reservation.segment().asSlice(2 * MIB, 2 * MIB);
            for (int cycle = 0; cycle < 10; cycle++) {
                reservation.commit(2 * MIB, 2 * MIB);
                if (source.givesBack()) {
                    assertZeros(part);
                }
                part.fill((byte) 0x5a);
                assertFilled(part, (byte) 0x5a);
                reservation.decommit(2 * MIB, 2 * MIB, cycle % 2 == 1);
            }
        }
    }

    @Test
    void rangesKeepTheirContentsWhateverHappensToTheirNeighbours() throws MemoryRefusedException {
        try (Reservation reservation = memorySource().reserve(6 * MIB, 2 * MIB)) {
            reservation.commit(0, 6 * MIB);
            for (int i = 0; i < 3; i++) {
                reservation.segment().asSlice(2 * MIB * i, 2 * MIB).fill((byte) (i + 1));
            }
            reservation.decommit(2 * MIB, 2 * MIB, true);
            assertFilled(reservation.segment().asSlice(0, 2 * MIB), (byte) 1);
            assertFilled(reservation.segment().asSlice(4 * MIB, 2 * MIB), (byte) 3);
            reservation.commit(2 * MIB, 2 * MIB);
            reservation.segment().asSlice(2 * MIB, 2 * MIB).fill((byte) 4);
            assertFilled(reservation.segment().asSlice(0, 2 * MIB), (byte) 1);
            assertFilled(reservation.segment().asSlice(4 * MIB, 2 * MIB), (byte) 3);
        }
    }

    @Test
    void reservationsAreIndependent() throws MemoryRefusedException {
        MemorySource source = memorySource();
        try (Reservation first = source.reserve(2 * MIB, 2 * MIB)) {
            first.commit(0, 2 * MIB);
            first.segment().fill((byte) 1);
            try (Reservation second = source.reserve(2 * MIB, 2 * MIB)) {
                second.commit(0, 2 * MIB);
                second.segment().fill((byte) 2);
                assertFilled(first.segment(), (byte) 1);
            }
            assertFilled(first.segment(), (byte) 1);
        }
    }

    @Test
    void partsOfAReservationMayBeCommittedByManyThreadsAtOnce() throws MemoryRefusedException {
        try (Reservation reservation = memorySource().reserve(16 * MIB, 2 * MIB)) {
            ThreadTeam.run(8, number -> {
                MemorySegment part = reservation.segment().asSlice(2 * MIB * number, 2 * MIB);
                for (int cycle = 0; cycle < 10; cycle++) {
                    reservation.commit(2 * MIB * number, 2 * MIB);
                    part.fill((byte) (number + 1));
                    assertFilled(part, (byte) (number + 1));
                    reservation.decommit(2 * MIB * number, 2 * MIB, false);
                }
            });
        }
    }

    @Test
    void accessAfterCloseFailsAndClosingTwiceDoesNothing() throws MemoryRefusedException {
        Reservation reservation = memorySource().reserve(2 * MIB, 2 * MIB);
        reservation.commit(0, 2 * MIB);
        MemorySegment segment = reservation.segment();
        MemorySegment slice = segment.asSlice(MIB, 64);
        segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        reservation.close();
        reservation.close();
        assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, () -> slice.set(ValueLayout.JAVA_BYTE, 0, (byte) 2));
    }

    @Test
    void memoryMovesWithItsContentsIfTheSourceSaysThatItCan() throws MemoryRefusedException {
        MemorySource source = memorySource();
        Reservation from = source.reserve(2 * MIB, 2 * MIB);
        from.commit(0, 2 * MIB);
        from.segment().fill((byte) 0x3c);
        MemorySegment before = from.segment();
        try (Reservation to = source.reserve(6 * MIB, 2 * MIB)) {
            if (source.movesPages()) {
                to.takeOver(from, 2 * MIB, 6 * MIB);
                assertFilled(to.segment().asSlice(0, 2 * MIB), (byte) 0x3c);
                assertZeros(to.segment().asSlice(2 * MIB, 4 * MIB));
                to.segment().fill((byte) 1);
                assertThrows(IllegalStateException.class, () -> before.get(ValueLayout.JAVA_BYTE, 0));
            } else {
                assertThrows(UnsupportedOperationException.class, () -> to.takeOver(from, 2 * MIB, 6 * MIB));
                assertFilled(before, (byte) 0x3c);
            }
        }
        from.close();
    }

    @Test
    void memoryDiscardedStaysCommittedIfTheSourceSaysThatItCan() throws MemoryRefusedException {
        MemorySource source = memorySource();
        long page = source.pageSize();
        try (Reservation reservation = source.reserve(2 * MIB, 2 * MIB)) {
            reservation.commit(0, 2 * MIB);
            reservation.segment().fill((byte) 0x3c);
            if (!source.discards()) {
                assertThrows(UnsupportedOperationException.class, () -> reservation.discard(MIB, page));
                assertFilled(reservation.segment(), (byte) 0x3c);
                return;
            }
            reservation.discard(MIB, 2 * page);
            assertFilled(reservation.segment().asSlice(0, MIB), (byte) 0x3c);
            assertFilled(reservation.segment().asSlice(MIB + 2 * page), (byte) 0x3c);
            MemorySegment discarded = reservation.segment().asSlice(MIB, 2 * page);
            assertZeros(discarded);
            discarded.fill((byte) 0x5a);
            assertFilled(discarded, (byte) 0x5a);
            reservation.decommit(0, 2 * MIB, false);
        }
    }

    private static void assertZeros(MemorySegment segment) {
        assertFilled(segment, (byte) 0);
    }

    private static void assertFilled(MemorySegment segment, byte value) {
        long word = (value & 0xffL) * 0x0101_0101_0101_0101L;
        for (long offset = 0; offset < segment.byteSize(); offset += Long.BYTES) {
            long found = segment.get(ValueLayout.JAVA_LONG, offset);
            if (found != word) {
                long at = offset;
                assertEquals(word, found, () -> "at " + at + " of " + segment);
            }
        }
    }
}
