package hakmem.bench.page;

import hakmem.bench.page.Drawing.Anchor;
import java.util.List;
import java.util.Locale;

/**
 * Lines over an x axis. Immutable.
 *
 * @param id of the SVG element, unique on the page
 * @param title what is shown, for those who hear the page
 * @param x what is to the right
 * @param y what is up
 * @param lines in the order they are drawn, the last on top
 * @param hasMarkers whether each point gets the marker of its allocator; not for lines of many points
 */
record Lines(String id, String title, Axis x, Axis y, List<Line> lines, boolean hasMarkers) {
    private static final int HEIGHT = 240;
    private static final int FOOT = 24;
    private static final int GAP = 8;

    /** Lines are drawn in a box of this width, which is then stretched. */
    private static final double BOX = 1000;

    /**
     * An axis.
     *
     * @param scale where figures are
     * @param ticks the marks
     */
    record Axis(Scale scale, List<Tick> ticks) {}

    /**
     * A mark on an axis.
     *
     * @param figure where
     * @param label what it says
     */
    record Tick(double figure, String label) {}

    /**
     * A point.
     *
     * @param x figure on the x axis
     * @param y figure on the y axis
     * @param low the low end of the spread
     * @param high the high end of the spread, equal to the low one for none
     * @param detail what is told when it is pointed at
     */
    record Point(double x, double y, double low, double high, String detail) {}

    /**
     * A line.
     *
     * @param allocator whose
     * @param points in the order of x, at least one
     */
    record Line(String allocator, List<Point> points) {}

    void draw(Markup out, Look look) {
        out.open("div", "class", "plot");
        Drawing drawing = new Drawing(out);
        drawing.begin("lines", id, title, HEIGHT + FOOT);
        drawAxes(drawing);
        for (Line line : lines) {
            drawing.group("line", line.allocator(), look);
            drawing.curve(path(line), BOX, HEIGHT, look.dashes(line.allocator()));
            line.points().forEach(point -> draw(drawing, look, line.allocator(), point));
            drawing.end();
        }
        drawing.end();
        out.closeLine();
    }

    private void drawAxes(Drawing drawing) {
        for (Tick tick : y.ticks()) {
            double place = y.scale().y(tick.figure(), HEIGHT);
            drawing.level("grid", place);
            drawing.label("tick", tick.label(), String.valueOf(-GAP), place + 4, Anchor.END);
        }
        for (Tick tick : x.ticks()) {
            String place = x.scale().percent(tick.figure());
            drawing.line("mark", place, place, HEIGHT, HEIGHT + 4);
            double at = x.scale().place(tick.figure());
            Anchor anchor = at < 0.02 ? Anchor.START : at > 0.98 ? Anchor.END : Anchor.MIDDLE;
            drawing.label("tick", tick.label(), place, HEIGHT + 18, anchor);
        }
        drawing.level("axis", HEIGHT);
    }

    private void draw(Drawing drawing, Look look, String allocator, Point point) {
        String place = x.scale().percent(point.x());
        if (point.high() > point.low()) {
            double low = y.scale().y(point.low(), HEIGHT);
            double high = y.scale().y(point.high(), HEIGHT);
            drawing.line("spread", place, place, high, low);
        }
        if (hasMarkers) {
            drawing.marker(look, allocator, place, y.scale().y(point.y(), HEIGHT), point.detail());
        }
    }

    private String path(Line line) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            double across = x.scale().place(point.x()) * BOX;
            double down = y.scale().y(point.y(), HEIGHT);
            path.append(path.isEmpty() ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", across, down));
        }
        return path.toString();
    }
}
