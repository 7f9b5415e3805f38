package hakmem.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BarsTest {
    private static String draw(double... figures) {
        List<Bars.Bar> bars = DoubleStream.of(figures)
                .mapToObj(figure -> new Bars.Bar("glibc", figure, List.of(figure, figure), "", "", ""))
                .toList();
        double end = Bars.end(bars.stream().map(Bars.Bar::figure).toList());
        Markup out = new Markup();
        new Bars("id", "title", bars, end, 0, "glibc").draw(out, new Look(List.of("glibc")));
        return out.toString();
    }

    @Test
    void theLongestBarEndsTheChartUnlessItIsAnOutlier() {
        assertThat(Bars.end(List.of(10.0, 20.0, 30.0))).isEqualTo(31.5, within(1e-9));
        assertThat(Bars.end(List.of(10.0, 20.0, 30.0, 4000.0))).isEqualTo(36, within(1e-9));
        assertThat(Bars.end(List.of(0.0, 0.0, 0.0, 7.0))).isEqualTo(7.35, within(1e-9));
        assertThat(Bars.end(List.of(5.0))).isEqualTo(5.25, within(1e-9));
    }

    @Test
    void anOutlierIsBrokenOffAndItsRoundsAreNotShown() {
        assertThat(draw(10, 20, 30)).doesNotContain("class=\"break\"").contains("class=\"spread\"");
        String broken = draw(10, 20, 30, 4000);
        assertThat(broken.split("class=\"break\"", -1)).hasSize(2);
        assertThat(broken.split("class=\"round\"", -1)).hasSize(7);
    }
}
