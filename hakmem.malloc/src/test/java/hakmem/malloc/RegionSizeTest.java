package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionSizeTest {
    @Test
    void theFirstLineOfTheKernelsAccountIsTheMemory() {
        assertThat(RegionSize.memoryOf("MemTotal:       24576 kB\nMemFree:        12 kB\n"))
                .isEqualTo(24L << 20);
        assertThat(RegionSize.memoryOf("MemTotal:       16384000 kB\nMemFr")).isEqualTo(16_384_000L << 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MemTotal:", "MemFree:  24576 kB\n", "MemTotal:   many kB\n", "MemTotal:   24576 MB\n"})
    void anythingElseIsUnknown(String account) {
        assertThat(RegionSize.memoryOf(account)).isEqualTo(RegionSize.UNKNOWN_MEMORY);
    }

    @Test
    void theLimitIsAllTheSpaceThatIsNeeded() {
        assertThat(RegionSize.choose(64 << 20)).isEqualTo(64 << 20);
        assertThat(RegionSize.choose(1)).isEqualTo(2 << 20);
    }
}
