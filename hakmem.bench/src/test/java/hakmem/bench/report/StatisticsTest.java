package hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theMedianOfAnOddNumberOfValuesIsTheOneInTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4.0);
    }

    @Test
    void theMedianOfAnEvenNumberOfValuesIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(5.0);
    }

    @Test
    void theMedianOfNothingIsRefused() {
        assertThatThrownBy(() -> Statistics.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSpreadIsTheRangeAsAPartOfTheMedian() {
        assertThat(Statistics.spread(List.of(8.0, 10.0, 13.0))).isEqualTo(0.5);
        assertThat(Statistics.spread(List.of(7.0))).isZero();
        assertThat(Statistics.spread(List.of(0.0, 0.0))).isZero();
    }

    @Test
    void figuresAreShownWithTheirUnits() {
        assertThat(Units.rate(48_310_000)).isEqualTo("48.31 M");
        assertThat(Units.rate(999.994)).isEqualTo("999.99");
        assertThat(Units.rate(1e12)).isEqualTo("1000.00 G");
        assertThat(Units.bytes(1023)).isEqualTo("1023 B");
        assertThat(Units.bytes(3 << 20)).isEqualTo("3.0 MiB");
        assertThat(Units.percent(0.031)).isEqualTo("3.1 %");
    }
}
