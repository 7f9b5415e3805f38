package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.MetadataCommand.Overhead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataCommandTest {
    /** What is there from the start is left out: it depends on how much address space was reserved. */
    @ParameterizedTest
    @CsvSource({"64, 0.04", "256, 0.015", "1024, 0.015", "16384, 0.015"})
    void theStateOfBlocksTakesLittleAgainstTheirMemory(int blockSize, double most) {
        Overhead overhead = Overhead.measure(blockSize, 32 << 20);

        assertThat(overhead.full().liveBytes()).isEqualTo(32 << 20);
        assertThat(overhead.addedShare()).isPositive().isLessThan(most);
        assertThat(overhead.share()).isGreaterThan(overhead.addedShare());
    }
}
