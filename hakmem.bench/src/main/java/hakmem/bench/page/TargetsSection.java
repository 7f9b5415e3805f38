package hakmem.bench.page;

import hakmem.bench.figure.Quantities;
import hakmem.bench.page.Tables.Cell;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.targets.Standing;
import hakmem.bench.targets.Targets;
import hakmem.bench.targets.Topic;
import hakmem.bench.targets.Verdict;
import java.util.List;
import java.util.OptionalDouble;

/** What the project set itself to reach, judged, and each comparison with the best peer. Left out where nothing can be judged. */
final class TargetsSection {
    /** The part of the page it is. */
    static final String ID = "targets";

    private final Targets targets;

    TargetsSection(List<RecordedFile> files) {
        this.targets = Targets.judge(files);
    }

    boolean isEmpty() {
        return targets.verdicts().isEmpty();
    }

    void draw(Markup out) {
        if (isEmpty()) {
            return;
        }
        long met = targets.verdicts().stream().filter(Verdict::isMet).count();
        out.open("section", "id", ID, "aria-labelledby", "targets-title");
        out.leaf("h2", "Targets", "id", "targets-title");
        out.leaf(
                "p",
                "%d of %d met. Each is a ratio of medians that were measured side by side, but for those of single operations."
                        .formatted(met, targets.verdicts().size()),
                "class",
                "lede");
        Tables.draw(
                out,
                "Targets",
                List.of("target", "", "measured", "required", "how"),
                targets.verdicts().stream().map(TargetsSection::row).toList(),
                List.of());
        drawUnmeasured(out);
        drawStandings(out);
        out.closeLine();
    }

    private static List<Cell> row(Verdict verdict) {
        String kind = verdict.isMet() ? "met" : verdict.isStretch() ? null : "failed";
        return List.of(
                new Cell(verdict.target(), "target"),
                new Cell(verdict.judgement(), kind),
                Cell.of(verdict.measured()),
                Cell.of(verdict.required()),
                new Cell(verdict.how(), Tables.SENTENCE));
    }

    private void drawUnmeasured(Markup out) {
        if (!targets.unmeasured().isEmpty()) {
            out.open("details", "class", "data").leaf("summary", "Targets these files hold no figures of");
            out.open("ul");
            for (Topic topic : targets.unmeasured()) {
                out.leaf("li", topic.description());
            }
            out.close().closeLine();
        }
    }

    private void drawStandings(Markup out) {
        if (targets.standings().isEmpty()) {
            return;
        }
        Tables.draw(
                out,
                "Against the best peer of each comparison that Java code can call, and the one that takes the least memory"
                        + " (less than " + Quantities.mark(Quantities.bytes(Standing.LEAST_MEMORY))
                        + " counts as that)",
                List.of("workload", "hakmem", "best peer", "", "ratio", "hakmem", "leanest peer", "", "times as much"),
                targets.standings().stream().map(TargetsSection::row).toList(),
                List.of());
    }

    private static List<Cell> row(Standing standing) {
        OptionalDouble memory = standing.memoryRatio();
        return List.of(
                Cell.of(standing.label()),
                Cell.of(figure(standing.mine())),
                Cell.of(standing.best().allocator()),
                Cell.of(figure(standing.best())),
                new Cell(Quantities.times(standing.ratio()), Overview.tint(standing.ratio())),
                Cell.of(memory(standing.mine())),
                Cell.of(standing.leanest().map(RecordedSeries::allocator).orElse("–")),
                Cell.of(standing.leanest().map(TargetsSection::memory).orElse("–")),
                memory.isEmpty()
                        ? Cell.of("–")
                        : new Cell(Quantities.times(memory.getAsDouble()), Overview.tint(1 / memory.getAsDouble())));
    }

    private static String figure(RecordedSeries series) {
        return Quantities.withUnit(series.median(), series.unit());
    }

    private static String memory(RecordedSeries series) {
        return series.peakRss().stream().mapToObj(Quantities::bytes).findFirst().orElse("–");
    }
}
