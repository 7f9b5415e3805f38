package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultInjectionTest {
    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(
                () -> new MemoryRefusedException(Reason.SYSTEM, "scripted"),
                () -> new IllegalArgumentException("scripted"),
                () -> new OutOfMemoryError("scripted"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whicheverCallToTheSourceFailsNothingIsLost(Supplier<Throwable> failure) throws Exception {
        boolean failed = true;
        for (int n = 0; failed; n++) {
            try (Fixture fixture = new Fixture()) {
                long kept = fixture.blocks.allocate(2 * MIB, 16);
                MemorySegment contents = fixture.blocks.segment(kept, 2 * MIB).fill((byte) 3);
                fixture.source.failAfter(n, failure);

                failed = work(fixture) > 0;

                fixture.source.failNoMore();
                fixture.blocks.validate();
                assertThat(fixture.budget.committed())
                        .as("charged for what is committed, call %d failing", n)
                        .isEqualTo(fixture.source.committed.get());
                assertThat(contents.toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 3);
                assertThat(work(fixture)).as("the next calls work").isZero();
                fixture.blocks.free(kept);
                fixture.checkEmpty();
            }
        }
    }

    /** Allocates and frees a run, a large and a small mapping; says how many of them the source's failure reached. */
    private static int work(Fixture fixture) {
        int failed = 0;
        List<Long> live = new ArrayList<>();
        int before = fixture.source.reserves.get();
        for (long byteSize : new long[] {100 * KIB, 3 * MIB, 5 * MIB}) {
            Throwable thrown = catchThrowable(() -> live.add(fixture.blocks.allocate(byteSize, 16)));
            failed += thrown == null ? 0 : 1;
        }
        boolean runWasMapped = !live.isEmpty() && fixture.source.reserves.get() - before == 3;
        failed += runWasMapped ? 1 : 0;
        live.forEach(fixture.blocks::free);
        fixture.blocks.trim(0);
        fixture.pool.trim(0);
        return failed;
    }

    @Test
    void aRefusalBySystemIsRetriedOnceTheCacheIsDropped() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.blocks.free(fixture.blocks.allocate(2 * MIB, 16));
            fixture.source.failAfter(0, () -> new MemoryRefusedException(Reason.SYSTEM, "scripted"));

            long address = fixture.blocks.allocate(4 * MIB, 16);

            assertThat(fixture.blocks.stats().cachedBytes()).isZero();
            fixture.blocks.free(address);
            fixture.checkEmpty();
        }
    }

    @Test
    void theLimitIsReachedExactlyAndNeverPassed() throws Exception {
        try (Fixture fixture = new Fixture(8 * MIB)) {
            LargeBlocks blocks = fixture.blocks;
            long first = blocks.allocate(6 * MIB, 16);
            long second = blocks.allocate(2 * MIB - 4096, 16);
            long third = blocks.allocateDirect(4096, 16);

            assertThat(fixture.budget.committed()).isEqualTo(8 * MIB);
            assertThatThrownBy(() -> blocks.allocateDirect(1, 1))
                    .isInstanceOfSatisfying(
                            MemoryRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT))
                    .hasMessageContaining("8388608");
            assertThatThrownBy(() -> blocks.allocate(100, 1)).isInstanceOf(MemoryRefusedException.class);
            blocks.free(third);
            third = blocks.allocate(100, 16);
            assertThat(blocks.isDirect(third))
                    .as("a mapping fits where a SuperSlab does not")
                    .isTrue();
            List.of(first, second, third).forEach(blocks::free);
            assertThat(fixture.source.mostCommitted).hasValue(8 * MIB);
            fixture.checkEmpty();
        }
    }

    @Test
    void cachedMappingsMakeRoomBeforeARequestIsRefused() throws Exception {
        try (Fixture fixture = new Fixture(8 * MIB)) {
            fixture.blocks.free(fixture.blocks.allocate(5 * MIB, 16));
            fixture.blocks.free(fixture.blocks.allocate(8 * MIB, 16));
            assertThat(fixture.blocks.stats().cachedBytes()).isEqualTo(8 * MIB);

            long run = fixture.blocks.allocate(100, 16);

            assertThat(fixture.blocks.isDirect(run))
                    .as("a SuperSlab fits again")
                    .isFalse();
            fixture.blocks.free(run);
            long mapping = fixture.blocks.allocate(8 * MIB, 16);
            assertThat(fixture.budget.committed())
                    .as("the idle SuperSlab made room")
                    .isEqualTo(8 * MIB);
            fixture.blocks.free(mapping);
            assertThat(fixture.source.mostCommitted).hasValue(8 * MIB);
            fixture.checkEmpty();
        }
    }

    @Test
    void aRequestBeyondTheLimitIsRefusedWithoutDroppingTheCache() throws Exception {
        try (Fixture fixture = new Fixture(8 * MIB)) {
            fixture.blocks.free(fixture.blocks.allocate(4 * MIB, 16));

            assertThatThrownBy(() -> fixture.blocks.allocate(8 * MIB + 1, 16))
                    .isInstanceOf(MemoryRefusedException.class);

            assertThat(fixture.blocks.stats().cachedBytes()).isEqualTo(4 * MIB);
        }
    }

    @Test
    void aMappingInUseByADowncallIsClosedLater() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long address = fixture.blocks.allocate(2 * MIB, 16);
            fixture.blocks.free(address);
            fixture.source.busy(true);

            assertThat(fixture.blocks.trim(0)).isZero();
            fixture.blocks.validate();
            assertThat(fixture.blocks.stats().cachedBytes()).isEqualTo(2 * MIB);
            long other = fixture.blocks.allocate(2 * MIB, 16);
            assertThat(other)
                    .as("what native code may still write is not handed out")
                    .isNotEqualTo(address);
            fixture.blocks.free(other);

            fixture.source.busy(false);
            assertThat(fixture.blocks.trim(0)).isEqualTo(4 * MIB);
            fixture.checkEmpty();
        }
    }

    @Test
    void anErrorOfTheSourceLosesNoMappingAndFailsNoFree() throws Exception {
        try (Fixture fixture = new Fixture()) {
            long[] addresses = new long[3];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = fixture.blocks.allocate((i + 2) * MIB, 16);
            }
            long tooLargeToKeep = fixture.blocks.allocate(MappingCache.MAX_BYTES + MIB, 16);
            fixture.source.dies(true);

            fixture.blocks.free(tooLargeToKeep);
            for (long address : addresses) {
                fixture.blocks.free(address);
            }
            assertThat(fixture.blocks.trim(0)).isZero();
            fixture.blocks.validate();

            fixture.source.dies(false);
            assertThat(fixture.blocks.trim(0)).isEqualTo((2 + 3 + 4 + 1) * MIB + MappingCache.MAX_BYTES);
            fixture.checkEmpty();
        }
    }
}
