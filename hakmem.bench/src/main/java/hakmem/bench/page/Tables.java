package hakmem.bench.page;

import java.util.List;

/** Tables that scroll sideways in a box of their own where there is too little room. */
final class Tables {
    /** The kind of a cell that holds more than a figure or a name. */
    static final String SENTENCE = "sentence";

    private Tables() {}

    /**
     * A cell.
     *
     * @param text what it says
     * @param kind its class; null for none
     */
    record Cell(String text, String kind) {
        static Cell of(String text) {
            return new Cell(text, null);
        }
    }

    /**
     * Draws a table whose first column names the rows.
     *
     * @param caption what it shows, for those who hear the page
     * @param head names of the columns
     * @param rows the cells, as many in each row as in the head
     * @param foot rows that sum the others up; may be none
     */
    static void draw(Markup out, String caption, List<String> head, List<List<Cell>> rows, List<List<Cell>> foot) {
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        out.open("table").leaf("caption", caption);
        out.open("thead").open("tr");
        for (int column = 0; column < head.size(); column++) {
            out.leaf("th", head.get(column), "scope", "col", "class", headKind(rows, column));
        }
        out.close().closeLine();
        out.open("tbody");
        rows.forEach(row -> draw(out, row));
        out.closeLine();
        if (!foot.isEmpty()) {
            out.open("tfoot");
            foot.forEach(row -> draw(out, row));
            out.closeLine();
        }
        out.close().closeLine();
    }

    /** The head of a column of sentences stands where they begin. */
    private static String headKind(List<List<Cell>> rows, int column) {
        return !rows.isEmpty() && SENTENCE.equals(rows.getFirst().get(column).kind()) ? SENTENCE : null;
    }

    /** The figures of a drawing, folded away. */
    static void drawFolded(Markup out, String caption, List<String> head, List<List<Cell>> rows) {
        out.open("details", "class", "data").leaf("summary", "The figures as a table");
        draw(out, caption, head, rows, List.of());
        out.closeLine();
    }

    private static void draw(Markup out, List<Cell> row) {
        out.open("tr")
                .leaf(
                        "th",
                        row.getFirst().text(),
                        "scope",
                        "row",
                        "class",
                        row.getFirst().kind());
        row.stream().skip(1).forEach(cell -> out.leaf("td", cell.text(), "class", cell.kind()));
        out.closeLine();
    }
}
