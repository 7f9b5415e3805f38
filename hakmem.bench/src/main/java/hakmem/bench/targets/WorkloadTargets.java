package hakmem.bench.targets;

import hakmem.bench.figure.Means;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.targets.Evidence.Place;
import hakmem.bench.targets.Verdict.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All workloads but the main one, and the memory of all. Where each is to keep a limit, the worst is judged. */
final class WorkloadTargets {
    private static final double EACH = 1.0;
    private static final double MEAN = 1.4;
    private static final double MEMORY = 1.15;
    private static final double CONFINED_ARENAS = 3;
    private static final String CONFINED = "confined";

    private WorkloadTargets() {}

    static List<Verdict> judge(Evidence evidence, List<Standing> standings) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Standing> others = standings.stream().filter(Standing::isCounted).toList();
        speed(others, verdicts);
        memory(standings, verdicts);
        for (String workload : List.of("arenas", "strlen")) {
            arenas(evidence, workload, verdicts);
        }
        return verdicts;
    }

    private static void speed(List<Standing> others, List<Verdict> verdicts) {
        if (others.isEmpty()) {
            return;
        }
        Standing worst =
                others.stream().min(Comparator.comparingDouble(Standing::ratio)).orElseThrow();
        long kept = others.stream().filter(each -> each.ratio() >= EACH).count();
        verdicts.add(Verdict.atLeast(
                        Topic.WORKLOADS,
                        "every other workload, against the best peer callable from Java",
                        EACH,
                        worst.ratio(),
                        "%d of %d comparisons; the worst is %s, against %s; %s"
                                .formatted(
                                        kept,
                                        others.size(),
                                        worst.label(),
                                        worst.best().allocator(),
                                        worst.origin()))
                .each());
        verdicts.add(Verdict.atLeast(
                Topic.WORKLOADS,
                "the same, geometric mean",
                MEAN,
                Means.geometric(others.stream().map(Standing::ratio).toList()).orElseThrow(),
                "of %d comparisons".formatted(others.size())));
    }

    /** The best peer in memory is the one that takes the least; the one with the best figure may well take more. */
    private static void memory(List<Standing> standings, List<Verdict> verdicts) {
        memory(
                "peak RSS above the base line, against the leanest peer, every workload",
                standings,
                Standing::memoryRatio,
                each -> each.leanest().orElseThrow(),
                verdicts);
        memory(
                "the same, against the peer with the best figure",
                standings,
                Standing::memoryRatioToBest,
                Standing::best,
                verdicts);
    }

    private static void memory(
            String target,
            List<Standing> standings,
            Function<Standing, OptionalDouble> ratio,
            Function<Standing, RecordedSeries> peer,
            List<Verdict> verdicts) {
        List<Standing> known =
                standings.stream().filter(each -> ratio.apply(each).isPresent()).toList();
        ToDoubleFunction<Standing> figure = each -> ratio.apply(each).orElseThrow();
        long kept = known.stream()
                .filter(each -> figure.applyAsDouble(each) <= MEMORY)
                .count();
        known.stream()
                .max(Comparator.comparingDouble(figure))
                .ifPresent(worst -> verdicts.add(Verdict.atMost(
                                Topic.MEMORY,
                                target,
                                MEMORY,
                                Unit.TIMES,
                                figure.applyAsDouble(worst),
                                "%d of %d comparisons; the worst is %s, against %s; %s"
                                        .formatted(
                                                kept,
                                                known.size(),
                                                worst.label(),
                                                peer.apply(worst).allocator(),
                                                worst.origin()))
                        .each()));
    }

    private static void arenas(Evidence evidence, String workload, List<Verdict> verdicts) {
        for (Place place : evidence.comparisons(CONFINED::equals)) {
            if (place.measured().workload().equals(workload)) {
                place.measured()
                        .ratio("hakmem", CONFINED)
                        .ifPresent(ratio -> verdicts.add(Verdict.atLeast(
                                Topic.ARENAS,
                                place.label() + ", against Arena.ofConfined",
                                CONFINED_ARENAS,
                                ratio,
                                place.origin())));
            }
        }
    }
}
