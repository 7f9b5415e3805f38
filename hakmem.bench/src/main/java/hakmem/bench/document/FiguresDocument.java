package hakmem.bench.document;

import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.ResultReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown document that shows result files. Between a line {@code <!-- figures: brief results/larson.json -->} and a line
 * {@code <!-- end of figures -->} stands what was generated; {@code full} in place of {@code brief} has headings and all ratios,
 * {@code targets} what is to be reached, judged by all the files together. The path starts at the document's folder, and its last part may be a pattern such as {@code *.json}: then the files stand in the
 * order of their names. Immutable.
 */
public final class FiguresDocument {
    private static final Pattern BEGIN =
            Pattern.compile("<!-- figures: (?<kind>brief|full|targets) (?<path>[\\w./*-]+) -->");

    private static final String END = "<!-- end of figures -->";

    private final Path path;
    private final String before;
    private final String after;

    private FiguresDocument(Path path, String before, String after) {
        this.path = path;
        this.before = before;
        this.after = after;
    }

    /**
     * Reads a document and the result files it names, and generates what they hold.
     *
     * @param path where the document is
     * @return the document, not written yet
     * @throws IOException if it cannot be read, has no marker, or names what is no result file; the message says so in one line
     */
    public static FiguresDocument read(Path path) throws IOException {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": there is no such file", e);
        }
        return new FiguresDocument(path, text, generate(path, text));
    }

    /**
     * Whether the document says what the result files hold.
     *
     * @return true if writing it would change nothing
     */
    public boolean isUpToDate() {
        return before.equals(after);
    }

    /**
     * Writes the document, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void write() throws IOException {
        Path target = path.toRealPath();
        Path temporary = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(temporary, after);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String generate(Path document, String text) throws IOException {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        int blocks = 0;
        for (String line : text.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            if (line.startsWith("<!-- figures") && (inside || !begin.matches())) {
                throw new IOException(
                        document + (inside ? ": figures begin before others end: " : ": not understood: ") + line);
            }
            if (line.equals(END)) {
                if (!inside) {
                    throw new IOException(document + ": figures end that did not begin");
                }
                inside = false;
            }
            if (!inside) {
                out.append(line).append('\n');
            }
            if (begin.matches()) {
                inside = true;
                blocks++;
                out.append('\n')
                        .append(figures(document, begin.group("kind"), begin.group("path")))
                        .append('\n');
            }
        }
        if (inside || blocks == 0) {
            throw new IOException(document
                    + (inside
                            ? ": figures begin that do not end with " + END
                            : ": there is no line such as <!-- figures: brief results/larson.json -->"));
        }
        return out.toString();
    }

    private static String figures(Path document, String kind, String pattern) throws IOException {
        Path folder = document.toAbsolutePath().getParent();
        List<RecordedFile> recorded = new ArrayList<>();
        for (Path path : files(document, folder, pattern)) {
            recorded.add(ResultReader.read(path));
        }
        if (kind.equals("targets")) {
            return TargetText.of(recorded).stripTrailing() + "\n";
        }
        List<String> texts = new ArrayList<>();
        for (RecordedFile file : recorded) {
            FigureText text =
                    new FigureText(file, folder.relativize(file.path()).toString());
            texts.add(kind.equals("full") ? text.full() : text.brief());
        }
        return String.join("\n", texts).replaceAll("\n{3,}", "\n\n").stripTrailing() + "\n";
    }

    private static List<Path> files(Path document, Path folder, String pattern) throws IOException {
        Path path = folder.resolve(pattern);
        if (!pattern.contains("*")) {
            return List.of(path);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
            stream.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException(document + ": there is no folder " + path.getParent(), e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (found.isEmpty()) {
            throw new IOException(document + ": there are no files " + pattern);
        }
        found.sort(null);
        return found;
    }
}
