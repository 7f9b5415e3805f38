package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes and places that workloads draw are distributed as their descriptions say. The seed is fixed. */
class DistributionsTest {
    private static final int MANY = 200_000;
    private static final double TOLERANCE = 0.01;

    private final FastRandom random = new FastRandom(4141);

    private double part(IntPredicate predicate, IntSupplier draw) {
        return (double) IntStream.range(0, MANY)
                        .map(i -> draw.getAsInt())
                        .filter(predicate)
                        .count()
                / MANY;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 1 << 20, Integer.MAX_VALUE})
    void numbersBelowABoundAreSpreadEvenly(int bound) {
        assertThat(part(drawn -> drawn >= 0 && drawn < bound, () -> random.below(bound)))
                .isEqualTo(1);
        if (bound >= 100) {
            assertThat(part(drawn -> drawn < bound / 4, () -> random.below(bound)))
                    .isCloseTo(0.25, within(TOLERANCE));
        }
    }

    @Test
    void everySeedGivesASequenceOfItsOwn() {
        for (long seed : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            FastRandom one = new FastRandom(seed);
            FastRandom same = new FastRandom(seed);
            FastRandom thread = FastRandom.of(seed, 1);
            int different = 0;
            for (int i = 0; i < 100; i++) {
                int drawn = one.below(1 << 30);
                assertThat(same.below(1 << 30)).isEqualTo(drawn);
                different += thread.below(1 << 30) == drawn ? 0 : 1;
            }
            assertThat(different).as("seed %d", seed).isGreaterThan(90);
        }
    }

    @Test
    void chancesAreAsManyInAHundred() {
        assertThat(part(drawn -> drawn == 1, () -> random.chance(66) ? 1 : 0)).isCloseTo(0.66, within(TOLERANCE));
        assertThat(part(drawn -> drawn == 1, () -> random.chance(0) ? 1 : 0)).isZero();
        assertThat(part(drawn -> drawn == 1, () -> random.chance(100) ? 1 : 0)).isEqualTo(1);
    }

    @Test
    void allocTestHalvesItsSizesWithEachDoubling() {
        assertThat(part(size -> size >= 5 && size <= 1024, () -> AllocTest.size(random)))
                .isEqualTo(1);
        assertThat(part(size -> size <= 8, () -> AllocTest.size(random))).isCloseTo(0.5, within(TOLERANCE));
        assertThat(part(size -> size > 8 && size <= 16, () -> AllocTest.size(random)))
                .isCloseTo(0.25, within(TOLERANCE));
        assertThat(part(size -> size > 512, () -> AllocTest.size(random))).isCloseTo(1.0 / 128, within(TOLERANCE));
    }

    @Test
    void allocTestGoesToAFifthOfTheSlotsFourFifthsOfTheTime() {
        int slots = 100_000;
        assertThat(part(slot -> slot >= 0 && slot < slots, () -> AllocTest.nested(random, slots)))
                .isEqualTo(1);
        assertThat(part(slot -> slot < slots / 5, () -> AllocTest.nested(random, slots)))
                .isCloseTo(0.8, within(TOLERANCE));
        assertThat(part(slot -> slot < slots / 25, () -> AllocTest.nested(random, slots)))
                .isCloseTo(0.64, within(TOLERANCE));
        assertThat(part(slot -> slot < 3, () -> AllocTest.nested(random, 3))).isEqualTo(1);
    }

    @Test
    void glibcThreadDrawsSizesWhoseFrequencyFallsWithTheirSquare() {
        int[] sizes = GlibcThread.sizes(random, MANY);

        assertThat(Arrays.stream(sizes).min().orElseThrow()).isEqualTo(4);
        assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(10_000, 32768);
        // The integral of 1/x^2 from 4 to 8 is half of that from 4 up.
        assertThat((double) Arrays.stream(sizes).filter(size -> size < 8).count() / MANY)
                .isCloseTo(0.5, within(TOLERANCE));
        assertThat((double) Arrays.stream(sizes).filter(size -> size >= 40).count() / MANY)
                .isCloseTo(0.1, within(TOLERANCE));
    }

    @Test
    void rpTestDrawsSizesThatFallInAStraightLine() {
        assertThat(part(size -> size >= 8 && size <= 16_000, () -> RpTest.size(random)))
                .isEqualTo(1);
        assertThat(part(size -> size < 8000, () -> RpTest.size(random))).isCloseTo(0.75, within(TOLERANCE));
    }

    @Test
    void aBurstIsAsLargeAsItShouldBe() {
        int[] sizes = Burst.sizes(random, 64 << 20);

        long sum = Arrays.stream(sizes).asLongStream().sum();
        assertThat(sum).isBetween(64L << 20, 66L << 20);
        assertThat(Arrays.stream(sizes).filter(size -> size < 256).count())
                .isBetween(sizes.length * 3L / 10, sizes.length * 4L / 10); // 4 of 12 doublings
        assertThat(Arrays.stream(sizes).filter(size -> size == 1 << 20).count()).isEqualTo(sizes.length / 4096);
    }
}
