package hakmem.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void countsHaveThreeDigitsAndAPrefix() {
        assertThat(Quantities.count(0)).isEqualTo("0");
        assertThat(Quantities.count(51_000_000)).isEqualTo("51.0 M");
        assertThat(Quantities.count(999.4)).isEqualTo("999");
        assertThat(Quantities.count(999.6)).isEqualTo("1.00 k");
        assertThat(Quantities.count(0.01234)).isEqualTo("0.0123");
        assertThat(Quantities.count(20)).isEqualTo("20.0");
        assertThat(Quantities.mark("20.0 M")).isEqualTo("20 M");
        assertThat(Quantities.mark("2.50 GiB")).isEqualTo("2.5 GiB");
        assertThat(Quantities.mark("200 ns")).isEqualTo("200 ns");
        assertThat(Quantities.mark("0.0500")).isEqualTo("0.05");
        assertThat(Quantities.withUnit(51_234_567, "ops/s")).isEqualTo("51.2 M ops/s");
    }

    @Test
    void timesGetTheUnitThatFits() {
        assertThat(Quantities.withUnit(1204, "ms")).isEqualTo("1.20 s");
        assertThat(Quantities.bare(0.5, "ms")).isEqualTo("500 µs");
        assertThat(Quantities.withUnit(0, "s")).isEqualTo("0 s");
        assertThat(Quantities.nanos(5_000_000_000_000.0)).isEqualTo("5000 s");
    }

    @Test
    void bytesAreBinaryAndRatiosAreFactors() {
        assertThat(Quantities.bytes(1023)).isEqualTo("1023 B");
        assertThat(Quantities.bytes(1 << 20)).isEqualTo("1.00 MiB");
        assertThat(Quantities.bytes(33_869_004)).isEqualTo("32.3 MiB");
        assertThat(Quantities.times(1.854)).isEqualTo("1.85×");
        assertThat(Quantities.times(12.34)).isEqualTo("12.3×");
        assertThat(Quantities.times(0.01234)).isEqualTo("0.0123×");
        assertThat(Quantities.withUnit(1.5, "x")).isEqualTo("1.50×");
        assertThat(Quantities.percent(0.031)).isEqualTo("3.1 %");
        assertThat(Quantities.percent(1.04)).isEqualTo("104 %");
        assertThat(Quantities.threads(1)).isEqualTo("1 thread");
        assertThat(Quantities.threads(2)).isEqualTo("2 threads");
    }

    @Test
    void theGeometricMeanOfARatioAndItsInverseIsOne() {
        assertThat(Means.geometric(List.of(4.0, 0.25)).orElseThrow()).isEqualTo(1, within(1e-12));
        assertThat(Means.geometric(List.of())).isEmpty();
    }
}
