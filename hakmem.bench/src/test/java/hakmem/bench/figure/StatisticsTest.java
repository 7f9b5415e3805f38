package hakmem.bench.figure;

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
}
