package hakmem.bench.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML and SVG. All text and all attributes are escaped here, whatever they come from, so that nothing in a result file can
 * become markup. Elements are closed in the order they were opened. Not safe for use by several threads.
 */
final class Markup {
    /** Elements of HTML that have no end. */
    private static final Set<String> VOID = Set.of("meta", "br", "col", "link", "hr");

    /** What stands for characters that cannot be shown, or would change how the text around them is shown. */
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param element its name, from the program, never from a file
     * @param attributes names and values by turns; an attribute whose value is null is left out
     */
    Markup open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Ends the element begun last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends the element begun last, and the line. */
    Markup closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** An element with nothing in it. */
    Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.append(VOID.contains(element) ? ">" : "></" + element + ">");
        return this;
    }

    /** An element with text in it. */
    Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** The contents of a style or a script of the program's own, which HTML does not want escaped. */
    Markup own(String content) {
        if (content.contains("</") || content.contains("<!--")) {
            throw new IllegalArgumentException("the content would end the element it is in");
        }
        out.append(content);
        return this;
    }

    /** The line that HTML begins with. */
    Markup doctype() {
        out.append("<!DOCTYPE html>\n");
        return this;
    }

    /**
     * All that was written.
     *
     * @throws IllegalStateException if an element was not ended
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int index = 0; index < attributes.length; index += 2) {
            if (attributes[index + 1] != null) {
                out.append(' ').append(attributes[index]).append("=\"");
                escape(attributes[index + 1]);
                out.append('"');
            }
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(canBeShown(point) ? point : REPLACEMENT);
            }
        });
    }

    /** Half of a surrogate pair cannot be encoded; format characters can turn the direction of the text that follows. */
    private static boolean canBeShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
