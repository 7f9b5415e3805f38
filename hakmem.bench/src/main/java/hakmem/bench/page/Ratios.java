package hakmem.bench.page;

import hakmem.bench.page.Drawing.Anchor;
import java.util.List;

/**
 * A row of dots for each comparison, on one logarithmic axis of ratios to the base line: who is ahead where, at one glance.
 * Immutable.
 *
 * @param id of the SVG element, unique on the page
 * @param title what is shown, for those who hear the page
 * @param rows from top to bottom, at least one
 * @param scale of the ratios
 */
record Ratios(String id, String title, List<Row> rows, Scale scale) {
    private static final int ROW = 36;
    private static final int TOP = 24;
    private static final int TEXT = 11;

    /**
     * A comparison.
     *
     * @param label what was compared
     * @param target the id of its part of the page
     * @param dots the allocators, the last on top
     */
    record Row(String label, String target, List<Dot> dots) {}

    /**
     * An allocator in a comparison.
     *
     * @param allocator its name
     * @param ratio how many times as good as the base line
     * @param detail what is told when it is pointed at
     */
    record Dot(String allocator, double ratio, String detail) {}

    void draw(Markup out, Look look) {
        out.open("div", "class", "plot ratios");
        Drawing drawing = new Drawing(out);
        int bottom = TOP + rows.size() * ROW;
        drawing.begin("dots", id, title, bottom + 6);
        for (double tick : scale.ticks()) {
            String place = scale.percent(tick);
            drawing.line(tick == 1 ? "base" : "grid", place, place, TOP - 4, bottom);
            Anchor anchor = scale.place(tick) > 0.97 ? Anchor.END : Anchor.MIDDLE;
            drawing.label("tick", number(tick) + "×", place, TEXT, anchor);
        }
        for (int index = 0; index < rows.size(); index++) {
            draw(out, look, rows.get(index), TOP + index * ROW + ROW / 2 + 3);
        }
        drawing.end();
        out.closeLine();
    }

    private void draw(Markup out, Look look, Row row, int y) {
        Drawing drawing = new Drawing(out);
        out.open("g", "class", "row");
        drawing.level("rail", y);
        out.open("a", "href", "#" + row.target());
        drawing.label("row-name", row.label(), "0", y + 4, Anchor.START);
        out.close();
        for (Dot dot : row.dots()) {
            drawing.group("dot", dot.allocator(), look);
            drawing.marker(look, dot.allocator(), scale.percent(dot.ratio()), y, dot.detail());
            drawing.end();
        }
        out.closeLine();
    }

    private static String number(double tick) {
        return tick == Math.rint(tick) ? String.valueOf((long) tick) : String.valueOf(tick);
    }
}
