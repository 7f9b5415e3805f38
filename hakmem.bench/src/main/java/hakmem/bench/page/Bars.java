package hakmem.bench.page;

import hakmem.bench.page.Drawing.Anchor;
import java.util.List;

/**
 * Horizontal bars, each under its name and figure: the bar is the median, dots are the rounds, a line runs from the smallest to the
 * largest. A mark at each of them is the base line's figure. Immutable.
 *
 * @param id of the SVG element, unique on the page
 * @param title what is shown, for those who hear the page
 * @param bars from top to bottom
 * @param largest the figure at the right end; charts that share it can be compared
 * @param baseFigure the base line's figure, 0 for none
 * @param baseName the base line's name
 */
record Bars(String id, String title, List<Bar> bars, double largest, double baseFigure, String baseName) {
    private static final int ROW = 42;
    private static final int TEXT = 13;
    private static final int TOP = 20;
    private static final int THICKNESS = 12;
    private static final int FOOT = 12;

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

    void draw(Markup out, Look look) {
        Scale scale = Scale.bars(largest);
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
        if (bar.rounds().size() > 1) {
            double min = bar.rounds().stream().min(Double::compare).orElseThrow();
            double max = bar.rounds().stream().max(Double::compare).orElseThrow();
            drawing.line("spread", scale.percent(min), scale.percent(max), middle, middle);
            bar.rounds().forEach(round -> drawing.circle("round", scale.percent(round), middle, 2.2));
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
