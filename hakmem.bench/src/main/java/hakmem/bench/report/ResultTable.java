package hakmem.bench.report;

import hakmem.bench.figure.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The results as a table for people, with what was skipped or failed below. */
public final class ResultTable {
    private static final List<String> HEAD = List.of(
            "allocator", "threads", "median", "min", "max", "spread", "ratio", "peak RSS above base", "garbage/op");

    /* Of hakmem's own figures, those that belong to what a run must show: heaps are reused, memory is bounded. */
    private static final Map<String, String> HEAPS =
            Map.of("threadHeaps", "thread heaps", "adoptedHeaps", "adoptions (warm-up included)");

    private ResultTable() {}

    /**
     * Draws the table.
     *
     * @param results what there is
     * @param baseLine name of the allocator the others are compared with
     * @return lines of text, each ended
     */
    public static String draw(Results results, String baseLine) {
        StringBuilder text = new StringBuilder();
        Map<String, List<Series>> workloads = results.series().stream()
                .collect(Collectors.groupingBy(Series::workload, LinkedHashMap::new, Collectors.toList()));
        workloads.values().forEach(all -> drawWorkload(all, baseLine, text));
        drawSkipped(results.skipped(), text);
        for (Results.Missing missing : results.failed()) {
            text.append("FAILED: ")
                    .append(missing.workload())
                    .append(", ")
                    .append(missing.allocator())
                    .append(", ")
                    .append(Quantities.threads(missing.threads()))
                    .append(": ")
                    .append(missing.reason())
                    .append('\n');
        }
        return text.toString();
    }

    /** One line for an allocator and a reason, with the workloads it holds for. */
    private static void drawSkipped(List<Results.Missing> skipped, StringBuilder text) {
        Map<List<String>, Set<String>> reasons = new LinkedHashMap<>();
        for (Results.Missing missing : skipped) {
            reasons.computeIfAbsent(List.of(missing.allocator(), missing.reason()), key -> new LinkedHashSet<>())
                    .add(missing.workload());
        }
        reasons.forEach((key, workloads) -> text.append("skipped: ")
                .append(key.getFirst())
                .append(" (")
                .append(String.join(", ", workloads))
                .append("): ")
                .append(key.getLast())
                .append('\n'));
    }

    private static void drawWorkload(List<Series> all, String baseLine, StringBuilder text) {
        Series first = all.getFirst();
        text.append(first.workload())
                .append(", ")
                .append(first.unit())
                .append(first.higherIsBetter() ? "" : ", lower is better")
                .append("; ratio to ")
                .append(baseLine)
                .append(first.higherIsBetter() ? "" : ", higher is better")
                .append('\n');
        drawRows(rows(all, baseLine), text);
        for (Series series : all) {
            drawHeaps(series, text);
            drawStages(series, text);
        }
    }

    private static List<List<String>> rows(List<Series> all, String baseLine) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        List<Integer> threads =
                all.stream().map(Series::threads).distinct().sorted().toList();
        for (int count : threads) {
            List<Series> group =
                    all.stream().filter(series -> series.threads() == count).toList();
            double base = group.stream()
                    .filter(series -> series.allocator().equals(baseLine))
                    .mapToDouble(Series::median)
                    .findFirst()
                    .orElse(0);
            group.forEach(series -> rows.add(row(series, base)));
        }
        return rows;
    }

    private static List<String> row(Series series, double base) {
        return List.of(
                series.allocator(),
                series.ownThreads() == null ? String.valueOf(series.threads()) : "own",
                Quantities.bare(series.median(), series.unit()),
                Quantities.bare(series.min(), series.unit()),
                Quantities.bare(series.max(), series.unit()),
                Quantities.percent(series.spread()),
                ratio(series, base),
                series.peakRssBytes() == 0 ? "-" : Quantities.bytes((double) series.peakRssAboveBaseBytes()),
                series.garbageBytesPerOperation() == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f B", series.garbageBytesPerOperation()));
    }

    /** More than 1 is better than the base line, whatever the direction of the figure. */
    private static String ratio(Series series, double base) {
        if (base == 0 || series.median() == 0) {
            return "-";
        }
        double ratio = series.higherIsBetter() ? series.median() / base : base / series.median();
        return String.format(Locale.ROOT, "%.2f x", ratio);
    }

    /** The first column is set to the left, the others, which are figures, to the right. */
    private static void drawRows(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String gap = " ".repeat(widths[column] - row.get(column).length());
                text.append(column == 0 ? row.get(column) + gap : "  " + gap + row.get(column));
            }
            text.append('\n');
        }
    }

    private static String measured(Series series) {
        return series.allocator() + (series.ownThreads() == null ? ", " + Quantities.threads(series.threads()) : "");
    }

    private static void drawHeaps(Series series, StringBuilder text) {
        String heaps = HEAPS.keySet().stream()
                .filter(series.details()::containsKey)
                .sorted((one, other) -> other.compareTo(one))
                .map(name -> series.details().get(name) + " " + HEAPS.get(name))
                .collect(Collectors.joining(", "));
        if (!heaps.isEmpty()) {
            Object started = series.details().get("threadsStarted");
            text.append(measured(series))
                    .append(": ")
                    .append(started == null ? "" : started + " threads came and went, ")
                    .append(heaps)
                    .append('\n');
        }
    }

    /** Where a pool measured alone found its slabs; an allocator goes to the pool too seldom for it to matter. */
    private static void drawStages(Series series, StringBuilder text) {
        Map<String, Object> details = series.details();
        if (details.containsKey("threadHeaps")
                || !(details.get("emptySlabHits") instanceof Number empty)
                || !(details.get("unusedSlotHits") instanceof Number unused)
                || !(details.get("convertedSlabHits") instanceof Number converted)
                || !(details.get("commits") instanceof Number commits)
                || !(details.get("failedClaims") instanceof Number failed)) {
            return;
        }
        double all = Math.max(
                1, empty.doubleValue() + unused.doubleValue() + converted.doubleValue() + commits.doubleValue());
        text.append(measured(series))
                .append(": ")
                .append(Quantities.percent(empty.doubleValue() / all))
                .append(" empty slabs, ")
                .append(Quantities.percent(unused.doubleValue() / all))
                .append(" unused slots, ")
                .append(Quantities.percent(converted.doubleValue() / all))
                .append(" converted, ")
                .append(commits.longValue())
                .append(" commits; ")
                .append(failed.longValue())
                .append(" compare-and-sets lost, ")
                .append(Quantities.percent(failed.doubleValue() / all))
                .append(" of acquisitions (warm-up included)\n");
    }
}
