package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the figures come from, how to get them again, and what there is no figure of. */
final class EnvironmentSection {
    private static final Map<String, String> NAMES = Map.of(
            "jdk", "JDK",
            "vmOptions", "VM options",
            "os", "system",
            "memoryBytes", "memory");

    private EnvironmentSection() {}

    static void draw(Markup out, List<RecordedFile> files) {
        out.open("section", "id", "environment", "aria-labelledby", "environment-title");
        out.leaf("h2", "Where this was measured", "id", "environment-title");
        for (RecordedFile file : files) {
            out.open("article", "class", "panel environment").leaf("h3", file.name());
            out.open("dl");
            file.environment()
                    .forEach((name, value) -> out.open("div")
                            .leaf("dt", NAMES.getOrDefault(name, name))
                            .leaf("dd", written(name, value))
                            .close());
            out.closeLine();
            if (!file.command().isEmpty()) {
                out.leaf("p", "To measure it again:", "class", "how");
                out.open("pre", "tabindex", "0").leaf("code", command(file)).closeLine();
            }
            drawMissing(out, file);
            out.closeLine();
        }
        out.closeLine();
    }

    /** What to type to get such a file. */
    static String command(RecordedFile file) {
        List<String> words = new ArrayList<>(List.of("./hakmem"));
        words.addAll(file.command());
        return ShellWords.join(words);
    }

    private static void drawMissing(Markup out, RecordedFile file) {
        if (file.missing().isEmpty()) {
            return;
        }
        List<List<Cell>> rows = file.missingByReason().stream()
                .map(each -> List.of(
                        Cell.of(each.allocator()),
                        new Cell(String.join(", ", each.workloads()), Tables.SENTENCE),
                        new Cell(each.failed() ? "failed" : "skipped", each.failed() ? "failed" : null),
                        new Cell(each.reason(), Tables.SENTENCE)))
                .toList();
        Tables.draw(out, "What there is no figure of", List.of("allocator", "workload", "", "reason"), rows, List.of());
    }

    /** Bytes are written for people where the file has a number of them. */
    private static String written(String name, String value) {
        return name.endsWith("Bytes") && value.matches("\\d{1,18}")
                ? Quantities.bytes(Double.parseDouble(value))
                : value;
    }
}
