package hakmem.bench.document;

import hakmem.bench.figure.Means;
import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.BaseLine;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.ShellWords;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.recorded.WorkloadResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a result file holds, in Markdown: tables, where they were measured, and the command to measure them again. */
final class FigureText {
    private static final int LINE = 110;

    private final RecordedFile file;
    private final String link;

    /**
     * Of one file.
     *
     * @param file what was read
     * @param link how the document refers to the file
     */
    FigureText(RecordedFile file, String link) {
        this.file = file;
        this.link = link;
    }

    /** The tables and what belongs to them, short. */
    String brief() {
        StringBuilder text = new StringBuilder();
        for (WorkloadResults results : WorkloadResults.of(List.of(file))) {
            text.append(WorkloadTables.of(results));
        }
        appendOrigin(text);
        return text.toString();
    }

    /** The same under headings, with all ratios in one table first. */
    String full() {
        StringBuilder text = new StringBuilder("## ")
                .append(MarkdownTable.escape(file.name()))
                .append("\n\n");
        appendOrigin(text);
        List<WorkloadResults> all = WorkloadResults.of(List.of(file));
        if (all.size() > 1) {
            text.append("\n### All ratios to the base line\n\n").append(ratios(all));
        }
        for (WorkloadResults results : all) {
            text.append("\n### ")
                    .append(MarkdownTable.escape(results.workload()))
                    .append("\n\n");
            text.append(WorkloadTables.of(results));
            text.append(WorkloadTables.further(results));
        }
        appendMissing(text);
        return text.toString();
    }

    private static MarkdownTable ratios(List<WorkloadResults> all) {
        List<SideBySide> cases =
                all.stream().flatMap(each -> each.cases().stream()).toList();
        List<String> allocators = WorkloadTables.allocators(cases);
        List<String> head = new ArrayList<>(List.of("workload"));
        head.addAll(allocators);
        head.addAll(List.of("base line", "hakmem to the best peer"));
        MarkdownTable table = new MarkdownTable(head);
        for (WorkloadResults results : all) {
            String base = BaseLine.of(results, Optional.empty());
            for (SideBySide measured : results.cases()) {
                List<String> cells = new ArrayList<>();
                allocators.forEach(allocator -> cells.add(WorkloadTables.written(measured.ratio(allocator, base))));
                cells.add(base);
                cells.add(WorkloadTables.written(measured.ratioToBestPeer()));
                table.plainRow(results.workload() + ", " + measured.label(), cells);
            }
        }
        List<String> means = new ArrayList<>();
        allocators.forEach(allocator -> means.add(WorkloadTables.written(Means.geometric(ratiosOf(allocator, all)))));
        means.add("");
        means.add(WorkloadTables.written(Means.geometric(cases.stream()
                .map(SideBySide::ratioToBestPeer)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList())));
        table.plainRow("geometric mean", means);
        return table;
    }

    private static List<Double> ratiosOf(String allocator, List<WorkloadResults> all) {
        return all.stream()
                .flatMap(results -> results.cases().stream()
                        .map(each -> each.ratio(allocator, BaseLine.of(results, Optional.empty()))))
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
    }

    private void appendOrigin(StringBuilder text) {
        List<Double> spreads =
                file.series().stream().map(RecordedSeries::spread).sorted().toList();
        text.append(wrapped(
                "Medians of %d %s; those of a series lie %s to %s of the median apart. %sAll rounds are in [%s](%s)."
                        .formatted(
                                file.rounds(),
                                file.isInterleaved() ? "interleaved rounds" : "iterations",
                                Quantities.percent(spreads.getFirst()),
                                Quantities.percent(spreads.getLast()),
                                where(),
                                MarkdownTable.name(link),
                                link)));
        if (!file.command().isEmpty()) {
            List<String> words = new ArrayList<>(List.of("./hakmem"));
            words.addAll(file.command());
            String command = command(words);
            String fence = command.contains("```") ? "~~~~~~~~" : "```";
            text.append("\n")
                    .append(fence)
                    .append("sh\n")
                    .append(command)
                    .append(fence)
                    .append("\n");
        }
    }

    private String where() {
        List<String> facts = Stream.of("processor", "cores", "os", "jdk", "date")
                .filter(file.environment()::containsKey)
                .map(name -> file.environment().get(name) + (name.equals("cores") ? " cores" : ""))
                .map(MarkdownTable::escape)
                .toList();
        return facts.isEmpty() ? "" : "Measured on " + String.join(", ", facts) + ". ";
    }

    private void appendMissing(StringBuilder text) {
        if (!file.missing().isEmpty()) {
            text.append("\nWithout a figure:\n\n");
            file.missingByReason().stream()
                    .map(each -> "- %s%s: %s: %s\n"
                            .formatted(
                                    MarkdownTable.name(each.allocator()),
                                    each.workloads().isEmpty()
                                            ? ""
                                            : " (" + MarkdownTable.escape(String.join(", ", each.workloads())) + ")",
                                    each.failed() ? "failed" : "skipped",
                                    MarkdownTable.escape(each.reason())))
                    .forEach(text::append);
        }
    }

    /** The command, on as many lines as it takes, joined by backslashes. An option stays with its value. */
    private static String command(List<String> words) {
        List<String> parts = new ArrayList<>();
        for (String word : words) {
            String quoted = ShellWords.join(List.of(word));
            if (parts.isEmpty() || word.startsWith("-")) {
                parts.add(quoted);
            } else {
                parts.addLast(parts.removeLast() + " " + quoted);
            }
        }
        return filled(parts, " \\\n  ");
    }

    private static String wrapped(String sentence) {
        return filled(List.of(sentence.strip().split(" +", -1)), "\n");
    }

    /** Lines as full as they may be. */
    private static String filled(List<String> parts, String newLine) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String part : parts) {
            boolean fits = column + 1 + part.length() <= LINE;
            text.append(column == 0 ? "" : fits ? " " : newLine).append(part);
            column = (column == 0 || fits ? column + 1 : 1) + part.length();
        }
        return text.append('\n').toString();
    }
}
