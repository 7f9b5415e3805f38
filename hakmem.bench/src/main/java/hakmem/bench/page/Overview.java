package hakmem.bench.page;

import hakmem.bench.figure.Means;
import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Subject.Comparison;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.RecordedSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The top of the page: what came of it in a few figures, then all ratios as a drawing and as a table. */
final class Overview {
    private final Subject subject;

    Overview(Subject subject) {
        this.subject = subject;
    }

    void draw(Markup out) {
        drawTiles(out);
        out.open("section", "id", "overview", "aria-labelledby", "overview-title");
        out.leaf("h2", "All ratios", "id", "overview-title");
        out.open("p", "class", "lede")
                .text("How many times as good as the base line, ")
                .leaf("b", subject.base())
                .text(". To the right is better, whether a figure is a rate or a time.")
                .text(
                        subject.comparable().size() == subject.comparisons().size()
                                ? ""
                                : " What has another base line, or nothing to be compared with, is further below.")
                .closeLine();
        Legend.draw(out, subject.look(), allocators());
        List<Ratios.Row> rows = rows();
        if (!rows.isEmpty()) {
            out.open("figure", "class", "panel");
            new Ratios("ratios", "Ratio to the base line of each allocator in each comparison", rows, scale(rows))
                    .draw(out, subject.look());
            out.closeLine();
        }
        if (!subject.comparable().isEmpty()) {
            drawTable(out);
        }
        out.closeLine();
    }

    /** Those that are compared here. */
    private List<String> allocators() {
        return subject.look().allocators().stream()
                .filter(name -> subject.comparable().stream()
                        .anyMatch(each -> each.measured().find(name).isPresent()))
                .toList();
    }

    private void drawTiles(Markup out) {
        out.open("div", "class", "tiles");
        List<Double> toBase = ratios(subject.hero());
        if (!subject.hero().equals(subject.base())) {
            Means.geometric(toBase)
                    .ifPresent(mean -> tile(
                            out,
                            Quantities.times(mean),
                            "as good as " + subject.base(),
                            "geometric mean of " + Quantities.several(toBase.size(), "comparison")));
        }
        List<Double> toBest = toBestPeer();
        Means.geometric(toBest)
                .ifPresent(mean -> tile(
                        out,
                        Quantities.times(mean),
                        "as good as the best peer of each",
                        toBest.stream().filter(ratio -> ratio >= 1).count() + " of " + toBest.size()
                                + " comparisons ahead"));
        List<Double> memory = subject.comparable().stream()
                .map(this::memoryRatio)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
        Means.geometric(memory)
                .ifPresent(mean -> tile(
                        out,
                        Quantities.times(mean),
                        "the memory of " + subject.base(),
                        "peak RSS above the JVM's own, geometric mean of " + memory.size()));
        List<RecordedSeries> compared = subject.comparable().stream()
                .flatMap(each -> each.measured().series().stream())
                .toList();
        if (compared.isEmpty()) {
            out.closeLine();
            return;
        }
        int rounds =
                compared.stream().mapToInt(each -> each.rounds().size()).min().orElseThrow();
        List<Double> spreads =
                compared.stream().map(RecordedSeries::spread).sorted().toList();
        tile(
                out,
                Quantities.several(rounds, "round"),
                "of each, medians shown",
                "spread " + Quantities.percent(spreads.getFirst()) + " to " + Quantities.percent(spreads.getLast())
                        + " of the median");
        out.closeLine();
    }

    private static void tile(Markup out, String figure, String what, String how) {
        out.open("div", "class", "tile");
        out.leaf("p", figure, "class", "big").leaf("p", what, "class", "what").leaf("p", how, "class", "how");
        out.closeLine();
    }

    private List<Double> ratios(String allocator) {
        return subject.comparable().stream()
                .map(each -> each.measured().ratio(allocator, subject.base()))
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
    }

    private OptionalDouble memoryRatio(Comparison comparison) {
        double hero = peakRss(comparison, subject.hero());
        double base = peakRss(comparison, subject.base());
        return hero > 0 && base > 0 && !subject.hero().equals(subject.base())
                ? OptionalDouble.of(hero / base)
                : OptionalDouble.empty();
    }

    private static double peakRss(Comparison comparison, String allocator) {
        return comparison.measured().find(allocator).stream()
                .flatMapToDouble(each -> each.peakRss().stream())
                .findFirst()
                .orElse(0);
    }

    private List<Ratios.Row> rows() {
        List<Ratios.Row> rows = new ArrayList<>();
        for (Comparison comparison : subject.comparable()) {
            List<Ratios.Dot> dots = subject.look().allocators().reversed().stream()
                    .flatMap(allocator -> dot(comparison, allocator))
                    .toList();
            if (!dots.isEmpty()) {
                rows.add(new Ratios.Row(
                        comparison.shortLabel(), comparison.entry().id(), dots));
            }
        }
        return rows;
    }

    private static Stream<Ratios.Dot> dot(Comparison comparison, String allocator) {
        OptionalDouble ratio =
                comparison.measured().ratio(allocator, comparison.entry().base());
        return ratio.stream()
                .mapToObj(value -> new Ratios.Dot(
                        allocator,
                        value,
                        "%s: %s of %s"
                                .formatted(
                                        allocator,
                                        Quantities.times(value),
                                        comparison.entry().base())));
    }

    private static Scale scale(List<Ratios.Row> rows) {
        List<Double> all = rows.stream()
                .flatMap(row -> row.dots().stream())
                .map(Ratios.Dot::ratio)
                .sorted()
                .toList();
        return Scale.logarithmic(Math.min(0.5, all.getFirst()), Math.max(2, all.getLast()));
    }

    private void drawTable(Markup out) {
        List<String> head = new ArrayList<>(List.of("workload"));
        head.addAll(allocators());
        if (hasBestPeer()) {
            head.add("hakmem to the best peer");
        }
        List<Cell> means = new ArrayList<>(List.of(Cell.of("geometric mean")));
        for (String allocator : allocators()) {
            means.add(mean(ratios(allocator)));
        }
        if (hasBestPeer()) {
            means.add(mean(toBestPeer()));
        }
        Tables.draw(
                out,
                "Ratio to the base line; in brackets, of how many comparisons a mean is if not of all",
                head,
                subject.comparable().stream().map(this::row).toList(),
                List.of(means));
    }

    private Cell mean(List<Double> ratios) {
        OptionalDouble mean = Means.geometric(ratios);
        String of = ratios.size() == subject.comparable().size() ? "" : " (" + ratios.size() + ")";
        return mean.isEmpty()
                ? Cell.of("–")
                : new Cell(Quantities.times(mean.getAsDouble()) + of, tint(mean.getAsDouble()));
    }

    private List<Cell> row(Comparison comparison) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(comparison.label())));
        for (String allocator : allocators()) {
            cells.add(cell(comparison.measured().ratio(allocator, subject.base())));
        }
        if (hasBestPeer()) {
            cells.add(cell(comparison.measured().ratioToBestPeer()));
        }
        return cells;
    }

    private List<Double> toBestPeer() {
        return subject.comparable().stream()
                .flatMapToDouble(each -> each.measured().ratioToBestPeer().stream())
                .boxed()
                .toList();
    }

    private boolean hasBestPeer() {
        return !toBestPeer().isEmpty();
    }

    private static Cell cell(OptionalDouble ratio) {
        return ratio.isEmpty()
                ? Cell.of("–")
                : new Cell(Quantities.times(ratio.getAsDouble()), tint(ratio.getAsDouble()));
    }

    /** Shades of better and of worse; the figure itself is there for those who cannot tell them. */
    static String tint(double ratio) {
        double steps = Math.log(ratio) / Math.log(1.4);
        int shade = (int) Math.min(3, Math.ceil(Math.abs(steps) - 0.15));
        return shade <= 0 ? null : (ratio > 1 ? "up" : "down") + shade;
    }
}
