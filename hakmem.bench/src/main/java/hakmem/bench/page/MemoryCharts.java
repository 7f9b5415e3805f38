package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Subject.Entry;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.MemorySample;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The memory that a workload took: its course where it was sampled, and its peaks. */
final class MemoryCharts {
    /** As many points as a line of the usual width can show. */
    private static final int POINTS = 500;

    private final Subject subject;
    private final Entry entry;

    MemoryCharts(Subject subject, Entry entry) {
        this.subject = subject;
        this.entry = entry;
    }

    void draw(Markup out) {
        List<SideBySide> cases = entry.results().cases();
        for (int index = 0; index < cases.size(); index++) {
            drawCourse(out, cases.get(index), "rss", "Resident memory over time", RecordedSeries::rssOverTime, index);
            drawCourse(
                    out,
                    cases.get(index),
                    "committed",
                    "Committed memory over time",
                    RecordedSeries::committedOverTime,
                    index);
        }
        drawPeaks(out);
    }

    private void drawCourse(
            Markup out,
            SideBySide measured,
            String kind,
            String title,
            Function<RecordedSeries, List<MemorySample>> samples,
            int index) {
        List<Lines.Line> lines = new ArrayList<>();
        for (String allocator : subject.look().allocators().reversed()) {
            measured.find(allocator)
                    .map(samples)
                    .filter(all -> !all.isEmpty())
                    .ifPresent(all -> lines.add(new Lines.Line(allocator, points(all))));
        }
        if (lines.isEmpty()) {
            return;
        }
        out.open("figure", "class", "panel");
        WorkloadSection.caption(out, title, measured.label() + ", the round nearest to the median");
        Legend.draw(
                out,
                subject.look(),
                lines.reversed().stream().map(Lines.Line::allocator).toList());
        new Lines(
                        entry.id() + "." + kind + "-" + index,
                        entry.title() + ", " + measured.label() + ": " + title,
                        time(lines),
                        bytes(lines),
                        lines,
                        false)
                .draw(out, subject.look());
        drawTable(out, measured, title, samples);
        out.closeLine();
    }

    private static Lines.Axis time(List<Lines.Line> lines) {
        Scale seconds = Scale.time(largest(lines, Lines.Point::x) / 1000, 8);
        Scale scale = new Scale(0, seconds.to() * 1000, false, List.of());
        return new Lines.Axis(
                scale,
                seconds.ticks().stream()
                        .map(tick -> new Lines.Tick(tick * 1000, Quantities.mark(Quantities.withUnit(tick, "s"))))
                        .toList());
    }

    /** Marks are round in binary units. */
    private static Lines.Axis bytes(List<Lines.Line> lines) {
        double largest = Math.max(1, largest(lines, Lines.Point::y));
        double unit = Math.pow(1024, Math.floor(Math.log(largest) / Math.log(1024)));
        Scale units = Scale.fromZero(largest / unit, 5);
        return new Lines.Axis(
                new Scale(0, units.to() * unit, false, List.of()),
                units.ticks().stream()
                        .map(tick -> new Lines.Tick(tick * unit, Quantities.mark(Quantities.bytes(tick * unit))))
                        .toList());
    }

    private static double largest(List<Lines.Line> lines, Function<Lines.Point, Double> figure) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .map(figure)
                .max(Double::compare)
                .orElse(0.0);
    }

    /** Of each stretch of time the highest and the lowest sample, in their order: peaks and rests stay what they were. */
    private static List<Lines.Point> points(List<MemorySample> samples) {
        int stretch = Math.max(1, (int) Math.ceil(samples.size() * 2.0 / POINTS));
        List<Lines.Point> points = new ArrayList<>();
        for (int begin = 0; begin < samples.size(); begin += stretch) {
            List<MemorySample> part = samples.subList(begin, Math.min(samples.size(), begin + stretch));
            Comparator<MemorySample> order = Comparator.comparingDouble(MemorySample::bytes);
            MemorySample lowest = part.stream().min(order).orElseThrow();
            MemorySample highest = part.stream().max(order).orElseThrow();
            boolean falls = highest.millis() < lowest.millis();
            points.add(point(falls ? highest : lowest));
            if (part.size() > 1) {
                points.add(point(falls ? lowest : highest));
            }
        }
        return points;
    }

    private static Lines.Point point(MemorySample sample) {
        return new Lines.Point(sample.millis(), sample.bytes(), sample.bytes(), sample.bytes(), "");
    }

    private void drawTable(
            Markup out, SideBySide measured, String title, Function<RecordedSeries, List<MemorySample>> samples) {
        List<List<Cell>> rows = new ArrayList<>();
        for (RecordedSeries series : measured.series()) {
            List<MemorySample> all = samples.apply(series);
            if (!all.isEmpty()) {
                rows.add(List.of(
                        Cell.of(series.allocator()),
                        Cell.of(Quantities.bytes(all.getFirst().bytes())),
                        Cell.of(Quantities.bytes(all.stream()
                                .mapToDouble(MemorySample::bytes)
                                .max()
                                .orElseThrow())),
                        Cell.of(Quantities.bytes(all.getLast().bytes())),
                        Cell.of(String.valueOf(all.size()))));
            }
        }
        Tables.drawFolded(
                out,
                entry.title() + ", " + measured.label() + ": " + title,
                List.of("allocator", "at the begin", "at most", "at the end", "samples"),
                rows);
    }

    private void drawPeaks(Markup out) {
        List<SideBySide> cases = entry.results().cases().stream()
                .filter(each -> each.series().stream()
                        .anyMatch(series -> series.peakRss().isPresent()))
                .toList();
        List<Double> all = cases.stream()
                .flatMap(each -> each.series().stream())
                .flatMapToDouble(series -> series.peakRss().stream())
                .boxed()
                .toList();
        if (all.stream().allMatch(bytes -> bytes == 0)) {
            return;
        }
        out.open("h3")
                .text("Memory")
                .leaf("span", "peak RSS above the JVM's own, less is better")
                .closeLine();
        out.open("div", "class", "panels");
        for (int index = 0; index < cases.size(); index++) {
            out.open("figure", "class", "panel");
            WorkloadSection.caption(out, cases.get(index).label(), "");
            peaks(entry.id() + ".peaks-" + index, cases.get(index), Bars.end(all))
                    .draw(out, subject.look());
            out.closeLine();
        }
        out.closeLine();
    }

    private Bars peaks(String id, SideBySide measured, double end) {
        Optional<RecordedSeries> base = measured.find(entry.base());
        double baseFigure = base.flatMap(series -> boxed(series.peakRss())).orElse(0.0);
        List<Bars.Bar> bars = measured.series().stream()
                .filter(series -> series.peakRss().isPresent())
                .sorted(Comparator.comparingDouble(series -> series.peakRss().orElseThrow()))
                .map(series -> {
                    double bytes = series.peakRss().orElseThrow();
                    String label = Quantities.bytes(bytes);
                    return new Bars.Bar(
                            series.allocator(),
                            bytes,
                            List.of(),
                            label,
                            baseFigure > 0 ? Quantities.times(bytes / baseFigure) : "",
                            series.allocator() + ": " + label);
                })
                .toList();
        String title = "%s, %s, peak RSS above the JVM's own: %s"
                .formatted(
                        entry.title(),
                        measured.label(),
                        bars.stream()
                                .map(bar -> bar.allocator() + " " + bar.label())
                                .collect(Collectors.joining(", ")));
        return new Bars(id, title, bars, end, baseFigure, entry.base());
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
