package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Subject.Entry;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.FurtherFigures;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.recorded.WorkloadResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The part of the page about one workload: bars, and what else its file has of it. */
final class WorkloadSection {
    private final Subject subject;
    private final Entry entry;
    private final WorkloadResults results;

    WorkloadSection(Subject subject, Entry entry) {
        this.subject = subject;
        this.entry = entry;
        this.results = entry.results();
    }

    void draw(Markup out) {
        out.open("section", "class", "workload", "id", entry.id(), "aria-labelledby", entry.id() + ".title");
        out.open("header").leaf("h2", entry.title(), "id", entry.id() + ".title");
        out.leaf(
                        "p",
                        results.unit() + ", " + (results.moreIsBetter() ? "more" : "less") + " is better",
                        "class",
                        "unit")
                .closeLine();
        if (!results.settings().isEmpty()) {
            out.open("p", "class", "settings");
            results.settings()
                    .forEach((name, value) -> out.open("span")
                            .text(name + " ")
                            .leaf("b", value)
                            .close()
                            .text(" "));
            out.closeLine();
        }
        drawBars(out);
        new ScalingCharts(subject, entry).draw(out);
        drawFurther(out);
        new LatencyCharts(subject, entry).draw(out);
        new MemoryCharts(subject, entry).draw(out);
        drawTable(out);
        out.closeLine();
    }

    /** The numbers of threads of a variant can be compared by eye: they share a scale. */
    private void drawBars(Markup out) {
        out.open("div", "class", "panels");
        int index = 0;
        for (List<SideBySide> cases : results.variants().values()) {
            double end = Bars.end(cases.stream()
                    .flatMap(each -> each.series().stream())
                    .map(RecordedSeries::median)
                    .toList());
            for (SideBySide measured : cases) {
                out.open("figure", "class", "panel");
                caption(out, measured.label(), results.unit());
                bars(entry.id() + ".bars-" + index++, measured, end).draw(out, subject.look());
                out.closeLine();
            }
        }
        out.closeLine();
    }

    static void caption(Markup out, String what, String unit) {
        out.open("figcaption").leaf("b", what).text(" ").leaf("span", unit).closeLine();
    }

    private Bars bars(String id, SideBySide measured, double largest) {
        Comparator<RecordedSeries> order = Comparator.comparingDouble(RecordedSeries::median);
        List<Bars.Bar> bars = measured.series().stream()
                .sorted(results.moreIsBetter() ? order.reversed() : order)
                .map(series -> bar(measured, series))
                .toList();
        Optional<RecordedSeries> base = measured.find(entry.base());
        String title = "%s, %s, %s: %s"
                .formatted(
                        entry.title(),
                        measured.label(),
                        results.unit(),
                        bars.stream()
                                .map(bar -> bar.allocator() + " " + bar.label())
                                .collect(Collectors.joining(", ")));
        return new Bars(
                id, title, bars, largest, base.map(RecordedSeries::median).orElse(0.0), entry.base());
    }

    private Bars.Bar bar(SideBySide measured, RecordedSeries series) {
        OptionalDouble ratio = measured.ratio(series.allocator(), entry.base());
        String unit = results.unit();
        String detail = "%s: median %s, %s to %s in %s"
                .formatted(
                        series.allocator(),
                        Quantities.withUnit(series.median(), unit),
                        Quantities.bare(series.min(), unit),
                        Quantities.bare(series.max(), unit),
                        Quantities.several(series.rounds().size(), "round"));
        return new Bars.Bar(
                series.allocator(),
                series.median(),
                series.rounds(),
                Quantities.bare(series.median(), unit),
                ratio.isPresent() ? Quantities.times(ratio.getAsDouble()) : "",
                detail);
    }

    private void drawFurther(Markup out) {
        for (SideBySide measured : results.cases()) {
            FurtherFigures.of(measured)
                    .ifPresent(further -> Tables.draw(
                            out,
                            measured.label() + ", in the round nearest to the median",
                            further.head(),
                            further.rows().stream()
                                    .map(row -> row.stream().map(Cell::of).toList())
                                    .toList(),
                            List.of()));
        }
    }

    private void drawTable(Markup out) {
        List<String> head = List.of(
                "allocator",
                "measured with",
                "median",
                "min",
                "max",
                "spread",
                "ratio to " + entry.base(),
                "peak RSS above base",
                "peak committed",
                "garbage per operation",
                "rounds");
        List<List<Cell>> rows = new ArrayList<>();
        for (SideBySide measured : results.cases()) {
            measured.series().forEach(series -> rows.add(row(measured, series)));
        }
        Tables.drawFolded(out, entry.title() + " in figures", head, rows);
    }

    private List<Cell> row(SideBySide measured, RecordedSeries series) {
        OptionalDouble ratio = measured.ratio(series.allocator(), entry.base());
        String unit = results.unit();
        return List.of(
                Cell.of(series.allocator()),
                Cell.of(measured.label()),
                Cell.of(Quantities.bare(series.median(), unit)),
                Cell.of(Quantities.bare(series.min(), unit)),
                Cell.of(Quantities.bare(series.max(), unit)),
                Cell.of(Quantities.percent(series.spread())),
                Cell.of(ratio.isPresent() ? Quantities.times(ratio.getAsDouble()) : "–"),
                bytes(series.peakRss()),
                bytes(series.peakCommitted()),
                bytes(series.garbagePerOperation()),
                Cell.of(series.rounds().stream()
                        .map(round -> Quantities.bare(round, unit))
                        .collect(Collectors.joining(" · "))));
    }

    private static Cell bytes(OptionalDouble amount) {
        return Cell.of(amount.isPresent() ? Quantities.bytes(amount.getAsDouble()) : "–");
    }

    /** The cases of a workload that lead to a chart each, by what tells them apart. */
    static String suffix(Map.Entry<String, ?> variant) {
        return variant.getKey().isEmpty() ? "" : ", " + variant.getKey();
    }
}
