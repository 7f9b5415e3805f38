package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.Slab;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockNumberTest {
    private static final int LARGEST_SLAB = SizeClasses.MAX_SLABS * Slab.BYTES;

    /** More than any slab has, its padding included. */
    private static final int NO_NUMBER = 1 << 13;

    static IntStream classes() {
        return IntStream.range(0, SizeClasses.COUNT);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void theStartsOfBlocksHaveTheirNumbersAndWhatLiesBetweenHasNone(int sizeClass) {
        int blockSize = SizeClasses.blockSize(sizeClass);
        long reciprocal = SizeClasses.reciprocal(sizeClass);
        int wrong = 0;
        for (int offset = 0; offset < LARGEST_SLAB; offset++) {
            int expected = offset % blockSize == 0 ? offset / blockSize : BlockNumber.NONE;
            wrong += BlockNumber.of(offset, reciprocal) == expected ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void whatLiesBeforeTheFirstBlockIsOfNone(int sizeClass) {
        long reciprocal = SizeClasses.reciprocal(sizeClass);
        int wrong = 0;
        for (int offset = -LARGEST_SLAB; offset < 0; offset++) {
            int number = BlockNumber.of(offset, reciprocal);
            wrong += Integer.compareUnsigned(number, NO_NUMBER) >= 0 ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }
}
