package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Subject.Entry;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of a workload over the number of threads, a chart for each variant that was measured with several numbers. */
final class ScalingCharts {
    private final Subject subject;
    private final Entry entry;

    ScalingCharts(Subject subject, Entry entry) {
        this.subject = subject;
        this.entry = entry;
    }

    void draw(Markup out) {
        int index = 0;
        for (Map.Entry<String, List<SideBySide>> variant :
                entry.results().variants().entrySet()) {
            if (variant.getValue().size() > 1) {
                draw(out, variant, entry.id() + ".scaling-" + index++);
            }
        }
    }

    private void draw(Markup out, Map.Entry<String, List<SideBySide>> variant, String id) {
        List<SideBySide> cases = variant.getValue();
        List<Lines.Line> lines = lines(cases);
        String unit = entry.results().unit();
        double largest = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Lines.Point::high)
                .max()
                .orElse(1);
        Scale up = Scale.fromZero(largest, 5);
        Scale across = Scale.threads(cases.stream().map(SideBySide::threads).toList());
        out.open("figure", "class", "panel");
        WorkloadSection.caption(out, "Over threads" + WorkloadSection.suffix(variant), unit + ", median, min to max");
        Legend.draw(
                out,
                subject.look(),
                lines.reversed().stream().map(Lines.Line::allocator).toList());
        new Lines(
                        id,
                        entry.title() + " over the number of threads" + WorkloadSection.suffix(variant) + ", " + unit,
                        new Lines.Axis(
                                across,
                                across.ticks().stream()
                                        .map(tick -> new Lines.Tick(tick, threads(tick.intValue(), cases)))
                                        .toList()),
                        new Lines.Axis(
                                up,
                                up.ticks().stream()
                                        .map(tick -> new Lines.Tick(tick, Quantities.mark(Quantities.bare(tick, unit))))
                                        .toList()),
                        lines,
                        true)
                .draw(out, subject.look());
        out.closeLine();
    }

    /** The first mark says what is marked. */
    private static String threads(int count, List<SideBySide> cases) {
        return count == cases.getFirst().threads() ? cases.getFirst().label().replaceAll(",.*", "") : "" + count;
    }

    private List<Lines.Line> lines(List<SideBySide> cases) {
        List<Lines.Line> lines = new ArrayList<>();
        for (String allocator : subject.look().allocators().reversed()) {
            List<Lines.Point> points = cases.stream()
                    .flatMap(each -> each.find(allocator).stream())
                    .map(this::point)
                    .toList();
            if (!points.isEmpty()) {
                lines.add(new Lines.Line(allocator, points));
            }
        }
        return lines;
    }

    private Lines.Point point(RecordedSeries series) {
        return new Lines.Point(
                series.threads(),
                series.median(),
                series.min(),
                series.max(),
                "%s, threads: %d: %s"
                        .formatted(
                                series.allocator(),
                                series.threads(),
                                Quantities.withUnit(
                                        series.median(), entry.results().unit())));
    }
}
