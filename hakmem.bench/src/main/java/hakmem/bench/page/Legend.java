package hakmem.bench.page;

import java.util.List;

/** The allocators of a drawing with their markers. Each is a button by which the script brings one out in all drawings. */
final class Legend {
    private Legend() {}

    static void draw(Markup out, Look look, List<String> allocators) {
        out.open("ul", "class", "legend", "aria-label", "Allocators");
        for (String allocator : allocators) {
            out.open("li")
                    .open(
                            "button",
                            "type",
                            "button",
                            "class",
                            look.colour(allocator),
                            "data-allocator",
                            allocator,
                            "aria-pressed",
                            "false");
            out.open("svg", "width", "14", "height", "14", "viewBox", "-7 -7 14 14", "aria-hidden", "true");
            out.empty("path", "class", "marker", "d", look.marker(allocator)).close();
            out.text(allocator).close().close();
        }
        out.closeLine();
    }
}
