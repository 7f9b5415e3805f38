package hakmem.bench.document;

import hakmem.bench.figure.Means;
import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.targets.Standing;
import hakmem.bench.targets.Targets;
import hakmem.bench.targets.Topic;
import hakmem.bench.targets.Verdict;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The targets, judged, and where hakmem stands in each comparison, in Markdown. */
public final class TargetText {
    private static final String NONE = "–";

    private TargetText() {}

    /**
     * Writes what files hold.
     *
     * @param files result files
     * @return the tables, each line ended
     */
    public static String of(List<RecordedFile> files) {
        Targets targets = Targets.judge(files);
        StringBuilder text = new StringBuilder();
        text.append(verdicts(targets));
        unmeasured(targets, text);
        if (!targets.standings().isEmpty()) {
            text.append(
                    "\nAgainst the best peer of each comparison that Java code can call; × is how many times as good"
                            + " `hakmem` is, memory is the\npeak RSS above the base line, and its × how many times as much"
                            + " `hakmem` takes as the leanest peer (less than "
                            + Quantities.mark(Quantities.bytes(Standing.LEAST_MEMORY))
                            + "\ncounts as that: so much JVMs that do"
                            + " the same differ by):\n\n");
            text.append(standings(targets.standings()));
        }
        return text.toString();
    }

    private static MarkdownTable verdicts(Targets targets) {
        MarkdownTable table = new MarkdownTable(List.of("target", "required", "measured", "", "how"));
        for (Verdict verdict : targets.verdicts()) {
            table.plainRow(
                    verdict.target(),
                    List.of(verdict.required(), verdict.measured(), verdict.judgement(), verdict.how()));
        }
        return table;
    }

    private static void unmeasured(Targets targets, StringBuilder text) {
        if (!targets.unmeasured().isEmpty()) {
            text.append("\nNot in these files:\n\n");
            for (Topic topic : targets.unmeasured()) {
                text.append("- ")
                        .append(MarkdownTable.escape(topic.description()))
                        .append('\n');
            }
        }
    }

    private static MarkdownTable standings(List<Standing> standings) {
        MarkdownTable table = new MarkdownTable(
                List.of("workload", "hakmem", "best peer", "", "×", "hakmem, memory", "leanest peer", "", "×"));
        for (Standing standing : standings) {
            table.plainRow(
                    standing.label(),
                    List.of(
                            figure(standing.mine()),
                            standing.best().allocator(),
                            figure(standing.best()),
                            ratio(OptionalDouble.of(standing.ratio())),
                            memory(standing.mine()),
                            standing.leanest().map(RecordedSeries::allocator).orElse(NONE),
                            standing.leanest().map(TargetText::memory).orElse(NONE),
                            ratio(standing.memoryRatio())));
        }
        mean("geometric mean of all", standings, each -> true, table);
        if (standings.stream().map(Standing::isCounted).distinct().count() == 2) {
            mean("geometric mean without larson and latencies", standings, Standing::isCounted, table);
        }
        return table;
    }

    private static void mean(String name, List<Standing> standings, Predicate<Standing> counted, MarkdownTable table) {
        List<Standing> some = standings.stream().filter(counted).toList();
        List<Double> memory = some.stream()
                .flatMapToDouble(each -> each.memoryRatio().stream())
                .boxed()
                .toList();
        table.plainRow(
                name,
                List.of(
                        "",
                        "",
                        "",
                        ratio(Means.geometric(some.stream().map(Standing::ratio).toList())),
                        "",
                        "",
                        "",
                        ratio(Means.geometric(memory))));
    }

    private static String figure(RecordedSeries series) {
        return Quantities.withUnit(series.median(), series.unit());
    }

    private static String memory(RecordedSeries series) {
        return series.peakRss().stream().mapToObj(Quantities::bytes).findFirst().orElse(NONE);
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? Quantities.times(ratio.getAsDouble()).replace("×", "") : NONE;
    }
}
