package hakmem.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void aScaleFromZeroEndsWithARoundFigure() {
        assertThat(Scale.fromZero(97, 5).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Scale.fromZero(0, 5).to()).isPositive();
        assertThat(Scale.fromZero(100, 5).to()).isEqualTo(100);
    }

    @Test
    void aLogarithmicScaleHasEqualDistancesForEqualFactors() {
        Scale scale = Scale.logarithmic(0.1, 10);

        assertThat(scale.place(1)).isEqualTo(0.5, within(1e-9));
        assertThat(scale.ticks()).contains(0.1, 1.0, 10.0);
        assertThat(scale.place(0)).isZero();
    }

    @Test
    void everyFigureIsBetweenTheEndsAndTicksAreFew() {
        System.out.println("seed 4141");
        Random random = new Random(4141);
        for (int round = 0; round < 10_000; round++) {
            double figure = Math.pow(10, random.nextDouble() * 36 - 18);
            double other = figure * (1 + random.nextDouble() * 10);
            Scale log = Scale.logarithmic(figure, other);
            for (Scale scale : List.of(Scale.fromZero(figure, 5), Scale.time(figure, 5), log)) {
                assertThat(scale.place(figure)).isBetween(0.0, 1.0);
                assertThat(scale.ticks()).hasSizeBetween(1, 10);
                assertThat(scale.from()).isLessThan(scale.to()).isLessThanOrEqualTo(figure * (1 + 1e-9));
            }
            assertThat(log.to()).isGreaterThanOrEqualTo(other * (1 - 1e-9));
        }
    }

    @Test
    void theThreadsThatWereMeasuredAreMarked() {
        Scale scale = Scale.threads(List.of(1, 2, 64));

        assertThat(scale.ticks()).containsExactly(1.0, 2.0, 64.0);
        assertThat(scale.isLogarithmic()).isTrue();
        assertThat(scale.place(64)).isEqualTo(1);
    }
}
