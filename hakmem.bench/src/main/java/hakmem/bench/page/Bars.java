package hakmem.bench.page;

import hakmem.bench.figure.Statistics;
import hakmem.bench.page.Drawing.Anchor;
import java.util.List;

/**
 * Horizontal bars, each under its name and figure: the bar is the median, dots are the rounds, a line runs from the smallest to the
 * largest. A mark at each of them is the base line's figure. Immutable.
 *
 * @param id of the SVG element, unique on the page
 * @param title what is shown, for those who hear the page
 * @param bars from top to bottom
 * @param end the figure at the right end; charts that share it can be compared, and a longer bar is broken off
 * @param baseFigure the base line's figure, 0 for none
 * @param baseName the base line's name
 */
record Bars(String id, String title, List<Bar> bars, double end, double baseFigure, String baseName) {
    private static final int ROW = 42;
    private static final int TEXT = 13;
    private static final int TOP = 20;
    private static final int THICKNESS = 12;
    private static final int FOOT = 12;

    /** Where a bar is broken off that would go on beyond the chart. */
    private static final String BREAK_FROM = "92%";

    private static final String BREAK_TO = "94%";

    /**
     * One bar.
     *
     * @param allocator whose
     * @param figure how long
     * @param rounds the figures it comes from; empty for none to show
     * @param label the figure, written
     * @param ratio the ratio to the base line, written; empty for none
     * @param detail what is told when it is pointed at
     */
    record Bar(String allocator, double figure, List<Double> rounds, String label, String ratio, String detail) {}

    /** A few times what is usual: one allocator that is a hundred times slower must not make the others' bars vanish. */
    private static final double ROOM = 4;

    /**
     * Where charts of some figures should end.
     *
     * @param figures of all bars, at least one
     * @return the largest that is no outlier, with room for its rounds
     */
    static double end(List<Double> figures) {
        double most = ROOM * Statistics.median(figures);
        double largest = figures.stream()
                .filter(figure -> figure <= most)
                .max(Double::compare)
                .orElse(0.0);
        double all = Statistics.max(figures);
        return largest > 0 && all > 1.5 * most ? 1.2 * largest : 1.05 * all;
    }

    void draw(Markup out, Look look) {
        Scale scale = Scale.bars(end);
        Drawing drawing = new Drawing(out);
        drawing.begin("bars", id, title, bars.size() * ROW + (baseFigure > 0 ? FOOT : 0));
        for (int index = 0; index < bars.size(); index++) {
            Bar bar = bars.get(index);
            drawing.group("bar", bar.allocator(), look).detail(bar.detail());
            drawText(out, drawing, bar, index * ROW + TEXT);
            drawBar(drawing, scale, bar, index * ROW + TOP);
            drawing.end();
        }
        if (baseFigure > 0) {
            drawBaseLine(drawing, scale);
        }
        drawing.end();
    }

    private static void drawText(Markup out, Drawing drawing, Bar bar, int y) {
        drawing.label("name", Look.shorten(bar.allocator()), "0", y, Anchor.START);
        out.open("text", "class", "figure", "x", "100%", "y", String.valueOf(y), "text-anchor", "end");
        out.text(bar.label());
        if (!bar.ratio().isEmpty()) {
            out.leaf("tspan", bar.ratio(), "class", "ratio", "dx", "10");
        }
        out.close();
    }

    private static void drawBar(Drawing drawing, Scale scale, Bar bar, int y) {
        double middle = y + THICKNESS / 2.0;
        drawing.bar("track", y, "100%", THICKNESS).bar("median", y, scale.percent(bar.figure()), THICKNESS);
        if (bar.figure() > scale.to()) {
            drawing.line("break", BREAK_FROM, BREAK_TO, y + THICKNESS + 1, y - 1);
        } else if (bar.rounds().size() > 1) {
            drawing.line(
                    "spread",
                    scale.percent(Statistics.min(bar.rounds())),
                    scale.percent(Statistics.max(bar.rounds())),
                    middle,
                    middle);
            bar.rounds().stream()
                    .filter(round -> round <= scale.to())
                    .forEach(round -> drawing.circle("round", scale.percent(round), middle, 2.2));
        }
    }

    /** Beside each bar, not through the names between them. */
    private void drawBaseLine(Drawing drawing, Scale scale) {
        double place = scale.place(baseFigure);
        String x = scale.percent(baseFigure);
        for (int index = 0; index < bars.size(); index++) {
            int y = index * ROW + TOP;
            drawing.line("base", x, x, y - 2, y + THICKNESS + 2);
        }
        Anchor anchor = place < 0.25 ? Anchor.START : place > 0.75 ? Anchor.END : Anchor.MIDDLE;
        drawing.label("base-name", "1× " + Look.shorten(baseName), x, bars.size() * ROW + TEXT - 6, anchor);
    }
}
