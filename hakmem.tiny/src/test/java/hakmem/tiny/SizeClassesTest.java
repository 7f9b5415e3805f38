package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
    @Test
    void testsRunInsideTheModule() {
        assertThat(getClass().getModule().isNamed()).isTrue();
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.tiny");
    }

    @Test
    void everyRequestFitsTheSmallestClassThatHoldsIt() {
        for (int size = 0; size <= SizeClasses.MAX_BLOCK; size++) {
            int sizeClass = SizeClasses.of(size);
            assertThat(SizeClasses.blockSize(sizeClass)).isGreaterThanOrEqualTo(size);
            if (sizeClass > 0) {
                assertThat(SizeClasses.blockSize(sizeClass - 1)).isLessThan(size);
            }
        }
    }

    @Test
    void atMostAFifthOfABlockIsWastedAbove128Bytes() {
        for (int size = 129; size <= SizeClasses.MAX_BLOCK; size++) {
            int block = SizeClasses.blockSize(SizeClasses.of(size));
            assertThat(block - size).as("waste of %d in %d", size, block).isLessThanOrEqualTo(block / 5);
        }
    }

    @Test
    void smallClassesAreStepsOf16() {
        for (int size = 1; size <= 128; size++) {
            assertThat(SizeClasses.blockSize(SizeClasses.of(size))).isEqualTo((size + 15) / 16 * 16);
        }
    }

    @Test
    void anAlignedSizeNamesAClassWhoseBlocksAreAllAligned() {
        for (long alignment = 1; alignment <= SizeClasses.MAX_BLOCK; alignment <<= 1) {
            for (int size = 0; size <= SizeClasses.MAX_BLOCK; size += 13) {
                long aligned = SizeClasses.alignedSize(size, alignment);
                if (aligned <= SizeClasses.MAX_BLOCK) {
                    int block = SizeClasses.blockSize(SizeClasses.of((int) aligned));
                    assertThat(block % Math.max(alignment, 16))
                            .as("%d aligned to %d", size, alignment)
                            .isZero();
                    assertThat(block).isGreaterThanOrEqualTo(size);
                }
            }
        }
    }

    @Test
    void theLeastRequestOfAClassGetsIt() {
        for (int granules = 0; granules <= SizeClasses.MAX_BLOCK / SizeClasses.GRANULE; granules++) {
            int c = SizeClasses.of(granules * SizeClasses.GRANULE);
            assertThat(granules).isGreaterThanOrEqualTo(SizeClasses.leastGranules(c));
            if (c + 1 < SizeClasses.COUNT) {
                assertThat(granules).isLessThan(SizeClasses.leastGranules(c + 1));
            }
        }
    }

    @Test
    void noClassServesAnAlignmentBeyondTheLargestBlock() {
        assertThat(SizeClasses.alignedSize(1, 2L * SizeClasses.MAX_BLOCK)).isGreaterThan(SizeClasses.MAX_BLOCK);
        assertThat(SizeClasses.alignedSize(Long.MAX_VALUE, 64)).isGreaterThan(SizeClasses.MAX_BLOCK);
    }
}
