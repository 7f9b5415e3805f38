package hakmem.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The torture passes a sound allocator, and finds each fault that is put into one. */
@Timeout(180)
class TortureTest {
    private static final long SEED = 20261123;
    private static final long LIMIT = 64L << 20;

    /** One round, if all is well. */
    private static final Duration SHORT = Duration.ZERO;

    /** Longer than any fault stays hidden. */
    private static final Duration LONG = Duration.ofSeconds(150);

    private final List<Allocator> made = new ArrayList<>();

    @AfterEach
    void closeAll() {
        made.forEach(Allocator::close);
    }

    @ParameterizedTest
    @CsvSource({"recycling, posix, true", "locked, mapped, false"})
    void aSoundAllocatorPassesWithNothingLiveAtTheEnd(String pool, String memory, boolean givesBack) throws Exception {
        List<TortureRest> rests = new ArrayList<>();

        TortureRest last = new Torture(
                        limit -> make(pool, memory, limit),
                        givesBack,
                        options(SHORT, EnumSet.allOf(Kind.class), 2000, 60))
                .run(rests::add);

        assertThat(rests).containsExactly(last);
        assertThat(last.liveBlocks()).isZero();
        assertThat(last.operations()).isGreaterThan(2 * 2000);
        assertThat(last.hostile()).isPositive();
        assertThat(last.threads()).isGreaterThan(2 + Kind.values().length);
        assertThat(last.peakCommittedBytes()).isPositive().isLessThanOrEqualTo(LIMIT);
        if (givesBack) {
            assertThat(last.committedBytes()).isZero();
        }
    }

    @Test
    void oneThreadDoesTheSameForTheSameSeed() throws Exception {
        TortureOptions options = new TortureOptions(
                SHORT, SEED, 1, EnumSet.of(Kind.STAYING), LIMIT, LIMIT / 4, 3000, Duration.ofSeconds(60));

        long[] operations = new long[2];
        for (int i = 0; i < 2; i++) {
            operations[i] = new Torture(limit -> make("locked", "mapped", limit), false, options)
                    .run(rest -> {})
                    .operations();
        }

        assertThat(operations[1]).isEqualTo(operations[0]);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultIsFoundAndTheReportSaysHowItCameAbout(Fault fault) {
        // Who hangs is interrupted in the end if it is a thread that stays.
        Set<Kind> kinds = fault == Fault.HANGS ? EnumSet.of(Kind.STAYING) : EnumSet.allOf(Kind.class);
        int patience = fault == Fault.HANGS ? 1 : 5;
        Torture torture = new Torture(
                limit -> fault.into(make("recycling", "posix", limit)), true, options(LONG, kinds, 2000, patience));

        assertThatThrownBy(() -> torture.run(rest -> {}))
                .isInstanceOf(TortureViolationException.class)
                .message()
                .containsPattern(fault.finding)
                .contains("seed:      " + SEED, "allocator: AllocatorStats[", "thread");
    }

    private Allocator make(String pool, String memory, long limit) {
        Allocator allocator =
                Hakmem.builder().pool(pool).memorySource(memory).limit(limit).build();
        synchronized (made) {
            made.add(allocator);
        }
        return allocator;
    }

    private static TortureOptions options(Duration duration, Set<Kind> kinds, int operations, int patience) {
        System.out.println("seed " + SEED);
        return new TortureOptions(duration, SEED, 2, kinds, LIMIT, LIMIT / 4, operations, Duration.ofSeconds(patience));
    }
}
