package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Subject.Entry;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How long single calls took: a chart for each operation, percentiles to the right, each a step of as many nines, and time upwards
 * on a logarithmic axis.
 */
final class LatencyCharts {
    private final Subject subject;
    private final Entry entry;

    LatencyCharts(Subject subject, Entry entry) {
        this.subject = subject;
        this.entry = entry;
    }

    void draw(Markup out) {
        List<SideBySide> cases = entry.results().cases();
        for (int index = 0; index < cases.size(); index++) {
            SideBySide measured = cases.get(index);
            List<String> operations = measured.series().stream()
                    .flatMap(series -> series.latency().keySet().stream())
                    .distinct()
                    .toList();
            if (!operations.isEmpty()) {
                draw(out, measured, operations, entry.id() + ".latency-" + index);
            }
        }
    }

    private void draw(Markup out, SideBySide measured, List<String> operations, String id) {
        out.open("h3").text("Latency").leaf("span", measured.label()).closeLine();
        Legend.draw(
                out,
                subject.look(),
                subject.look().allocators().stream()
                        .filter(name -> measured.find(name)
                                .filter(series -> !series.latency().isEmpty())
                                .isPresent())
                        .toList());
        out.open("div", "class", "panels");
        for (int index = 0; index < operations.size(); index++) {
            String operation = operations.get(index);
            out.open("figure", "class", "panel");
            WorkloadSection.caption(out, operation, "time of a call by percentile, less is better");
            lines(measured, operation, id + "-" + index).draw(out, subject.look());
            out.closeLine();
        }
        out.closeLine();
        drawTable(out, measured, operations);
    }

    private Lines lines(SideBySide measured, String operation, String id) {
        List<String> percentiles = percentiles(measured, operation);
        List<Lines.Line> lines = new ArrayList<>();
        for (String allocator : subject.look().allocators().reversed()) {
            List<Lines.Point> points = measured.find(allocator)
                    .map(series -> points(series, operation, percentiles))
                    .orElse(List.of());
            if (!points.isEmpty()) {
                lines.add(new Lines.Line(allocator, points));
            }
        }
        List<Lines.Tick> across = new ArrayList<>();
        for (int index = 0; index < percentiles.size(); index++) {
            across.add(new Lines.Tick(index, percentiles.get(index).replaceFirst("^p", "")));
        }
        Scale up = scale(lines);
        return new Lines(
                id,
                "%s, %s: latency of %s by percentile".formatted(entry.title(), measured.label(), operation),
                new Lines.Axis(
                        new Scale(-0.3, Math.max(1, percentiles.size() - 0.6), false, List.of()), List.copyOf(across)),
                new Lines.Axis(
                        up,
                        up.ticks().stream()
                                .map(tick -> new Lines.Tick(tick, Quantities.mark(Quantities.nanos(tick))))
                                .toList()),
                lines,
                true);
    }

    /** The names of the percentiles in rising order; the longest list, if allocators have different ones. */
    private static List<String> percentiles(SideBySide measured, String operation) {
        List<String> longest = List.of();
        for (RecordedSeries series : measured.series()) {
            SequencedMap<String, Double> values = series.latency().get(operation);
            if (values != null && values.size() > longest.size()) {
                longest = List.copyOf(values.keySet());
            }
        }
        return longest;
    }

    private static List<Lines.Point> points(RecordedSeries series, String operation, List<String> percentiles) {
        Map<String, Double> values = series.latency().get(operation);
        List<Lines.Point> points = new ArrayList<>();
        for (int index = 0; values != null && index < percentiles.size(); index++) {
            Double nanos = values.get(percentiles.get(index));
            if (nanos != null) {
                String detail =
                        "%s, %s: %s".formatted(series.allocator(), percentiles.get(index), Quantities.nanos(nanos));
                points.add(new Lines.Point(index, nanos, nanos, nanos, detail));
            }
        }
        return points;
    }

    /** No clock tells less than a nanosecond. */
    private static Scale scale(List<Lines.Line> lines) {
        List<Double> all = lines.stream()
                .flatMap(line -> line.points().stream())
                .map(point -> Math.max(1, point.y()))
                .sorted()
                .toList();
        return all.isEmpty() ? Scale.logarithmic(1, 10) : Scale.logarithmic(all.getFirst(), all.getLast());
    }

    private void drawTable(Markup out, SideBySide measured, List<String> operations) {
        List<String> percentiles = operations.stream()
                .flatMap(operation -> percentiles(measured, operation).stream())
                .distinct()
                .toList();
        List<String> head = new ArrayList<>(List.of("allocator", "call"));
        head.addAll(percentiles);
        List<List<Cell>> rows = new ArrayList<>();
        for (RecordedSeries series : measured.series()) {
            series.latency().forEach((operation, values) -> {
                List<Cell> row = new ArrayList<>(List.of(Cell.of(series.allocator()), Cell.of(operation)));
                percentiles.forEach(
                        name -> row.add(Cell.of(values.containsKey(name) ? Quantities.nanos(values.get(name)) : "–")));
                rows.add(row);
            });
        }
        Tables.drawFolded(out, "Latency of " + entry.title() + ", " + measured.label(), head, rows);
    }
}
