package hakmem.bench.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. Whatever stands in its cells comes from a file, and is escaped. Not safe for use by several threads. */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param head names of the columns
     */
    MarkdownTable(List<String> head) {
        rows.add(head.stream().map(MarkdownTable::escape).toList());
        rows.add(head.stream().map(name -> "---").toList());
    }

    /** Adds a row whose first cell is the name of an allocator. */
    void row(String name, List<String> cells) {
        add(name(name), cells);
    }

    /** Adds a row whose first cell is a text. */
    void plainRow(String text, List<String> cells) {
        add(escape(text), cells);
    }

    private void add(String first, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(first));
        cells.forEach(cell -> row.add(escape(cell)));
        rows.add(row);
    }

    /** The table, each line ended. */
    @Override
    public String toString() {
        return rows.stream()
                .map(row -> row.equals(rows.get(1))
                        ? "|" + String.join("|", row) + "|\n"
                        : "| " + String.join(" | ", row) + " |\n")
                .collect(Collectors.joining());
    }

    /** A name as code, unless it holds what code in a table cannot. */
    static String name(String text) {
        return text.matches("[\\w:@.,/+-]+( [\\w:@.,/+-]+)*") ? "`" + text + "`" : escape(text);
    }

    /** A text without any meaning to Markdown or HTML, on one line. */
    static String escape(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ")
                .replaceAll("[\\\\`*_{}\\[\\]#|~]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
