package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final int ROUNDS = 1000;

    @Test
    void aMappingThatGrowsMovesWithItsContentsAndKeepsItsAlignment() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(2 * MIB, 2 * MIB);
            fixture.blocks.segment(address, 2 * MIB).fill((byte) 7);

            for (long size = 3 * MIB; size < 40 * MIB; size += 5 * MIB) {
                long before = address;
                assertThat(fixture.blocks.resize(address, size)).isFalse();
                address = fixture.blocks.move(address, size, null);

                assertThat(address).isNotZero().isNotEqualTo(before);
                assertThat(address % (2 * MIB)).isZero();
                assertThat(fixture.blocks.usableSize(address)).isEqualTo(size);
                assertThat(fixture.budget.committed()).isEqualTo(size);
                assertThat(fixture.source.mostCommitted).hasValue(size);
                assertThatThrownBy(() -> fixture.blocks.free(before)).isInstanceOf(DoubleFreeException.class);
                fixture.blocks.validate();
            }

            MemorySegment contents = fixture.blocks.segment(address, 2 * MIB);
            assertThat(contents.toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 7);
            fixture.blocks.free(address);
            fixture.checkEmpty();
        }
    }

    @Test
    void whatCannotMoveIsLeftForTheCallerToCopy() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long run = fixture.blocks.allocate(MIB, 16);
            long mapping = fixture.blocks.allocate(2 * MIB, 16);

            assertThat(fixture.blocks.move(run, 2 * MIB, null)).as("a run").isZero();
            assertThat(fixture.blocks.move(mapping, 100 * KIB, null))
                    .as("too small")
                    .isZero();
            assertThat(fixture.blocks.move(mapping, Long.MAX_VALUE, null))
                    .as("absurd")
                    .isZero();
            fixture.source.busy(true);
            assertThat(fixture.blocks.move(mapping, 3 * MIB, null))
                    .as("in use by native code")
                    .isZero();
            fixture.source.busy(false);
            fixture.source.movesPages(false);
            assertThat(fixture.blocks.move(mapping, 3 * MIB, null))
                    .as("the source cannot")
                    .isZero();
            fixture.blocks.trim(0);

            assertThat(fixture.blocks.usableSize(mapping)).isEqualTo(2 * MIB);
            fixture.blocks.validate();
            fixture.blocks.free(run);
            fixture.blocks.free(mapping);
            assertThatThrownBy(() -> fixture.blocks.move(mapping, 3 * MIB, null))
                    .isInstanceOf(InvalidFreeException.class);
            fixture.checkEmpty();
        }
    }

    /** For who wants a segment: there may be no room on the Java heap for it, and then the old one must still be good. */
    @Test
    void whatIsToBeDoneAtTheNewAddressComesBeforeTheMove() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(2 * MIB, 16);
            MemorySegment segment = fixture.blocks.segment(address, 2 * MIB);
            segment.fill((byte) 7);
            Consumer<MemorySegment> failing = made -> {
                throw new OutOfMemoryError("scripted");
            };
            assertThatThrownBy(() -> fixture.blocks.move(address, 5 * MIB, failing))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
            assertThat(fixture.blocks.stats().liveMappings()).isOne();
            fixture.blocks.validate();

            List<MemorySegment> made = new ArrayList<>();
            long moved = fixture.blocks.move(address, 5 * MIB, made::add);
            assertThat(made).singleElement().satisfies(at -> {
                assertThat(at.address()).isEqualTo(moved);
                assertThat(at.byteSize()).isEqualTo(5 * MIB);
                assertThat(at.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
            });
            fixture.blocks.free(moved);
            fixture.checkEmpty();
        }
    }

    @Test
    void howeverItFailsTheBlockIsAsItWas() throws Exception {
        for (int calls = 0; calls < 2; calls++) {
            for (Throwable failure : new Throwable[] {
                new MemoryRefusedException(Reason.SYSTEM, "scripted"), new IllegalArgumentException("scripted")
            }) {
                try (Fixture fixture = new Fixture()) {
                    long address = fixture.blocks.allocate(2 * MIB, 16);
                    fixture.blocks.segment(address, 2 * MIB).fill((byte) 7);
                    long cached = fixture.blocks.allocate(2 * MIB, 16);
                    fixture.blocks.free(cached);
                    fixture.source.failAfter(calls, () -> failure);

                    long moved = 0;
                    Throwable thrown = null;
                    try {
                        moved = fixture.blocks.move(address, 5 * MIB, null);
                    } catch (IllegalArgumentException e) {
                        thrown = e;
                    }

                    assertThat(thrown).isSameAs(failure instanceof MemoryRefusedException ? null : failure);
                    long now = moved == 0 ? address : moved;
                    assertThat(moved != 0).as("a refusal is tried once more").isEqualTo(thrown == null);
                    assertThat(fixture.blocks.segment(now, 2 * MIB).toArray(ValueLayout.JAVA_BYTE))
                            .containsOnly((byte) 7);
                    fixture.blocks.validate();
                    fixture.blocks.free(now);
                    fixture.checkEmpty();
                }
            }
        }
    }

    @Test
    void theLimitHoldsDuringAMove() throws Exception {
        try (Fixture fixture = new Fixture(10 * MIB)) {
            long address = fixture.blocks.allocate(6 * MIB, 16);

            assertThat(fixture.blocks.move(address, 10 * MIB + 1, null)).isZero();
            long moved = fixture.blocks.move(address, 10 * MIB, null);

            assertThat(moved).as("a copy would need 16 MiB").isNotZero();
            assertThat(fixture.source.mostCommitted).hasValue(10 * MIB);
            fixture.blocks.free(moved);
            fixture.checkEmpty();
        }
    }

    @Test
    void aMoveThatRacesFreesEitherComesFirstOrFindsNoBlock() throws Exception {
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < ROUNDS; round++) {
                long address = fixture.blocks.allocateDirect(64 * KIB, 16);
                long[] moved = new long[1];
                Team team = new Team();
                team.add(() -> tolerating(() -> fixture.blocks.free(address)));
                team.add(() -> tolerating(() -> fixture.blocks.resize(address, 32 * KIB)));
                team.add(() -> tolerating(() -> moved[0] = fixture.blocks.move(address, MIB + 4096, null)));
                team.run();
                fixture.blocks.validate();
                assertThat(fixture.budget.committed()).isEqualTo(fixture.source.committed.get());
                if (moved[0] != 0) {
                    assertThat(catchThrowable(() -> fixture.blocks.free(address)))
                            .isInstanceOf(DoubleFreeException.class);
                    fixture.blocks.free(moved[0]);
                }
                assertThat(fixture.blocks.stats().liveMappings()).isZero();
            }
            fixture.checkEmpty();
        }
    }

    @Test
    void aMoveThatRacesCloseLeavesNothingBehind() throws Exception {
        for (int round = 0; round < ROUNDS / 10; round++) {
            Fixture fixture = new Fixture();
            long address = fixture.blocks.allocate(2 * MIB, 16);
            Team team = new Team();
            team.add(() -> {
                try {
                    fixture.blocks.move(address, 3 * MIB, null);
                } catch (IllegalStateException | InvalidFreeException closed) {
                    assertThat(closed).hasMessageMatching(".*closed.*|.*freed.*");
                }
            });
            team.add(fixture.blocks::close);
            team.run();
            fixture.close();
            assertThat(fixture.source.open).hasValue(0);
            assertThat(fixture.budget.committed()).isZero();
        }
    }

    private static void tolerating(Runnable call) {
        try {
            call.run();
        } catch (InvalidFreeException expectedOfLosers) {
            assertThat(expectedOfLosers.address()).isNotZero();
        }
    }
}
