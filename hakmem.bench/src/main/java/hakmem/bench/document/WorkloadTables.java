package hakmem.bench.document;

import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.BaseLine;
import hakmem.bench.recorded.FurtherFigures;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.recorded.WorkloadResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The tables of one workload, in Markdown. */
final class WorkloadTables {
    static final String NONE = "–";

    /** From so many on, variants are rows of one table, as there would be too many tables. */
    private static final int MANY_VARIANTS = 3;

    private WorkloadTables() {}

    /** A table for each variant, or one for many; each with what it shows. */
    static String of(WorkloadResults results) {
        String base = BaseLine.of(results, Optional.empty());
        StringBuilder text = new StringBuilder();
        if (results.variants().size() >= MANY_VARIANTS) {
            appendHead(results, "", base, text);
            return text.append(byVariant(results, base)).append('\n').toString();
        }
        results.variants().forEach((variant, cases) -> {
            appendHead(results, variant, base, text);
            text.append(table(results, cases, base)).append('\n');
        });
        return text.toString();
    }

    private static void appendHead(WorkloadResults results, String variant, String base, StringBuilder text) {
        text.append("%s%s, %s is better; × is the ratio to %s:%n%n"
                .formatted(
                        MarkdownTable.escape(results.unit()),
                        variant.isEmpty() ? "" : ", " + MarkdownTable.escape(variant),
                        results.moreIsBetter() ? "more" : "less",
                        MarkdownTable.name(base)));
    }

    private static MarkdownTable byVariant(WorkloadResults results, String base) {
        List<String> allocators = allocators(results.cases());
        List<String> head = new ArrayList<>(List.of(""));
        for (String allocator : allocators) {
            head.add(allocator);
            head.add("×");
        }
        MarkdownTable table = new MarkdownTable(head);
        for (SideBySide measured : results.cases()) {
            List<String> cells = new ArrayList<>();
            for (String allocator : allocators) {
                cells.add(measured.find(allocator)
                        .map(each -> Quantities.bare(each.median(), results.unit()))
                        .orElse(NONE));
                cells.add(written(measured.ratio(allocator, base)));
            }
            table.plainRow(measured.label(), cells);
        }
        return table;
    }

    /** What else the workload found; empty for most. */
    static String further(WorkloadResults results) {
        StringBuilder text = new StringBuilder();
        for (SideBySide measured : results.cases()) {
            FurtherFigures.of(measured).ifPresent(further -> {
                text.append("%s, in the round nearest to the median:%n%n"
                        .formatted(MarkdownTable.escape(measured.label())));
                MarkdownTable table = new MarkdownTable(further.head());
                further.rows().forEach(row -> table.row(row.getFirst(), row.subList(1, row.size())));
                text.append(table).append('\n');
            });
        }
        return text.toString();
    }

    private static MarkdownTable table(WorkloadResults results, List<SideBySide> cases, String base) {
        boolean hasMemory = cases.getLast().series().stream()
                .anyMatch(series -> series.peakRss().isPresent());
        List<String> head = new ArrayList<>(List.of("allocator"));
        for (SideBySide measured : cases) {
            head.add(measured.threadsLabel());
            head.add("×");
        }
        if (hasMemory) {
            head.add("peak RSS above base, " + cases.getLast().threadsLabel());
        }
        MarkdownTable table = new MarkdownTable(head);
        for (String allocator : allocators(cases)) {
            List<String> cells = new ArrayList<>();
            for (SideBySide measured : cases) {
                Optional<RecordedSeries> series = measured.find(allocator);
                cells.add(series.map(each -> Quantities.bare(each.median(), results.unit()))
                        .orElse(NONE));
                cells.add(written(measured.ratio(allocator, base)));
            }
            if (hasMemory) {
                cells.add(cases.getLast().find(allocator).stream()
                        .flatMapToDouble(series -> series.peakRss().stream())
                        .mapToObj(Quantities::bytes)
                        .findFirst()
                        .orElse(NONE));
            }
            table.row(allocator, cells);
        }
        return table;
    }

    /** The allocators of any of them, in the order of the file. */
    static List<String> allocators(List<SideBySide> cases) {
        return cases.stream()
                .flatMap(each -> each.series().stream())
                .map(RecordedSeries::allocator)
                .distinct()
                .toList();
    }

    /** A ratio without its sign, which the head of the column has. */
    static String written(OptionalDouble ratio) {
        return ratio.isPresent() ? Quantities.times(ratio.getAsDouble()).replace("×", "") : NONE;
    }
}
