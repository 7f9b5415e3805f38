import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for each piece of Java in a document, line by line but for indentation and empty lines, in one file of the
 * examples; fails if there is one that is in none, or only half of a statement.
 */
final class Quotes {
    private Quotes() {}

    public static void main(String[] args) throws IOException {
        List<String> sources = normalizedSources(Path.of(args[1]));
        List<String> pieces = pieces(Files.readAllLines(Path.of(args[0])));
        if (pieces.isEmpty()) {
            fail("No Java in " + args[0]);
        }
        for (String piece : pieces) {
            if (count(piece, '{') != count(piece, '}')) {
                fail("Not a whole statement or declaration, in " + args[0] + ":\n" + piece);
            }
            if (sources.stream().noneMatch(source -> source.contains(piece))) {
                fail("In no file of " + args[1] + ", but in " + args[0] + ":\n" + piece);
            }
        }
        IO.println("OK the " + pieces.size() + " pieces of Java in " + args[0] + " are in the examples");
    }

    private static long count(String piece, char sought) {
        return piece.chars().filter(c -> c == sought).count();
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }

    private static List<String> normalizedSources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> normalized(read(file)))
                    .toList();
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines without indentation, each with an end, and one end before the first: a piece begins where a line does. */
    private static String normalized(List<String> lines) {
        StringBuilder text = new StringBuilder("\n");
        lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static List<String> pieces(List<String> document) {
        List<String> pieces = new ArrayList<>();
        List<String> piece = null;
        for (String line : document) {
            if (piece == null && line.strip().startsWith("```java")) {
                piece = new ArrayList<>();
            } else if (piece != null && line.strip().equals("```")) {
                pieces.add(normalized(piece));
                piece = null;
            } else if (piece != null) {
                piece.add(line);
            }
        }
        if (piece != null) {
            fail("A piece of Java without an end: " + piece);
        }
        return pieces;
    }
}
