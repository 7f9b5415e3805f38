package hakmem.bench.page;

import hakmem.bench.recorded.AllocatorNames;

/**
 * The few shapes that charts consist of. Places along x are per cents of the width, all else is in pixels. Not safe for use by
 * several threads.
 */
final class Drawing {
    /** Which part of a label is at its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final Markup out;

    Drawing(Markup out) {
        this.out = out;
    }

    /** Begins a chart as wide as the room there is. */
    Drawing begin(String kind, String id, String title, int height) {
        String heading = id + ".title";
        out.open(
                "svg",
                "class",
                "chart " + kind,
                "id",
                id,
                "role",
                "img",
                "aria-labelledby",
                heading,
                "width",
                "100%",
                "height",
                String.valueOf(height));
        out.leaf("title", title, "id", heading);
        return this;
    }

    /** Ends what was begun last. */
    Drawing end() {
        out.closeLine();
        return this;
    }

    /** Begins what belongs to an allocator; the script finds it by the name. */
    Drawing group(String kind, String allocator, Look look) {
        String classes = kind + " " + look.colour(allocator) + (AllocatorNames.isOwn(allocator) ? " own" : "");
        out.open("g", "class", classes, "data-allocator", allocator);
        return this;
    }

    /** What is told when the group is pointed at. */
    Drawing detail(String text) {
        out.leaf("title", text);
        return this;
    }

    Drawing line(String kind, String x1, String x2, double y1, double y2) {
        out.empty("line", "class", kind, "x1", x1, "x2", x2, "y1", pixels(y1), "y2", pixels(y2));
        return this;
    }

    Drawing level(String kind, double y) {
        return line(kind, "0", "100%", y, y);
    }

    Drawing bar(String kind, double y, String width, int height) {
        out.empty("rect", "class", kind, "x", "0", "y", pixels(y), "width", width, "height", pixels(height), "rx", "2");
        return this;
    }

    Drawing circle(String kind, String x, double y, double radius) {
        out.empty("circle", "class", kind, "cx", x, "cy", pixels(y), "r", pixels(radius));
        return this;
    }

    /** A text that stands on y. */
    Drawing label(String kind, String text, String x, double y, Anchor anchor) {
        String where = anchor == Anchor.START ? null : anchor == Anchor.END ? "end" : "middle";
        out.leaf("text", text, "class", kind, "x", x, "y", pixels(y), "text-anchor", where);
        return this;
    }

    /** The marker of an allocator, with a detail of its own if there is one. */
    Drawing marker(Look look, String allocator, String x, double y, String detail) {
        out.open("svg", "class", "point", "x", x, "y", pixels(y)).open("g");
        out.leaf("title", detail).empty("circle", "class", "reach", "r", "11");
        out.empty("path", "class", "marker", "d", look.marker(allocator))
                .close()
                .close();
        return this;
    }

    /** A curve drawn in a box, which is stretched to the width there is while its line keeps its thickness. */
    Drawing curve(String path, double boxWidth, int height, String dashes) {
        String box = "0 0 " + pixels(boxWidth) + " " + height;
        out.open(
                "svg",
                "class",
                "stretched",
                "width",
                "100%",
                "height",
                pixels(height),
                "viewBox",
                box,
                "preserveAspectRatio",
                "none");
        out.empty("path", "class", "curve", "d", path, "stroke-dasharray", dashes)
                .close();
        return this;
    }

    private static String pixels(double length) {
        return Scale.pixels(length);
    }
}
