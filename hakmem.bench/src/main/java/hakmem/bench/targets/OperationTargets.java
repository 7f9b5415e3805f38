package hakmem.bench.targets;

import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.targets.Evidence.Place;
import hakmem.bench.targets.Verdict.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Single operations, as JMH measures them, with one thread. */
final class OperationTargets {
    private static final String PAIR = "Pair.raw";
    private static final String VIRTUAL_PAIR = "Pair.rawVirtual";
    private static final double VIRTUAL = 1.5;

    /** In the order they are shown. */
    private static final List<Map.Entry<String, Double>> PAIRS = List.of(
            Map.entry("glibc-critical", 1.5),
            Map.entry("confined", 4.0),
            Map.entry("shared", 30.0),
            Map.entry("netty-adaptive", 10.0));

    private static final String ARENAS = "Arenas.openAndClose";
    private static final String STRLEN = "Strlen.call";
    private static final String OWN_ARENAS = "hakmem-confined";
    private static final double SMALL_ARENAS = 3;
    private static final double LARGE_ARENAS = 2;
    private static final int LARGE = 1024;

    /** An object has 16 bytes at least: one in 320 operations would be seen. What is below is JMH's own, while it measures. */
    private static final double NO_GARBAGE = 0.05;

    private OperationTargets() {}

    static List<Verdict> judge(Evidence evidence) {
        List<Verdict> verdicts = new ArrayList<>();
        pairs(evidence, verdicts);
        worstArena(
                evidence.all(ARENAS), size -> size < LARGE, "an arena with blocks below 1 KiB", SMALL_ARENAS, verdicts);
        worstArena(
                evidence.all(ARENAS), size -> size >= LARGE, "an arena with blocks of 1 KiB", LARGE_ARENAS, verdicts);
        worstArena(evidence.all(STRLEN), size -> true, "strlen of a Java string", SMALL_ARENAS, verdicts);
        bySize(evidence.all(VIRTUAL_PAIR)).forEach((size, place) -> virtual(size, place, verdicts));
        garbage(evidence.all(PAIR), verdicts);
        return verdicts;
    }

    private static void pairs(Evidence evidence, List<Verdict> verdicts) {
        Map<Integer, Place> sizes = bySize(evidence.all(PAIR));
        for (Map.Entry<String, Double> peer : PAIRS) {
            sizes.forEach((size, place) -> place.measured()
                    .ratio(AllocatorNames.HAKMEM, peer.getKey())
                    .ifPresent(ratio -> verdicts.add(Verdict.atLeast(
                            Topic.OPERATIONS,
                            "malloc + free of %d B, against %s".formatted(size, peer.getKey()),
                            peer.getValue(),
                            ratio,
                            times(place, AllocatorNames.HAKMEM, peer.getKey())))));
        }
    }

    private static void virtual(int size, Place place, List<Verdict> verdicts) {
        place.measured()
                .bestPeer()
                .ifPresent(best -> place.measured()
                        .ratio(AllocatorNames.HAKMEM, best.allocator())
                        .ifPresent(ratio -> verdicts.add(Verdict.atLeast(
                                Topic.VIRTUAL,
                                "malloc + free of %d B on a virtual thread, against the best peer".formatted(size),
                                VIRTUAL,
                                ratio,
                                times(place, AllocatorNames.HAKMEM, best.allocator())))));
    }

    private static void worstArena(
            List<Place> places, IntPredicate sizes, String what, double limit, List<Verdict> verdicts) {
        places.stream()
                .filter(place -> place.measured().threads() == 1 && sizes.test(size(place.measured())))
                .filter(place -> arenaRatio(place).isPresent())
                .min(Comparator.comparingDouble(place -> arenaRatio(place).orElseThrow()))
                .ifPresent(worst -> verdicts.add(Verdict.atLeast(
                                Topic.ARENAS,
                                what + ", against Arena.ofConfined",
                                limit,
                                arenaRatio(worst).orElseThrow(),
                                "the worst is " + worst.measured().variant() + ": "
                                        + times(worst, OWN_ARENAS, "confined"))
                        .each()));
    }

    private static OptionalDouble arenaRatio(Place place) {
        return place.measured().ratio(OWN_ARENAS, "confined");
    }

    private static void garbage(List<Place> places, List<Verdict> verdicts) {
        places.stream()
                .flatMap(place -> place.measured().find(AllocatorNames.HAKMEM).stream())
                .flatMapToDouble(series -> series.garbagePerOperation().stream())
                .max()
                .ifPresent(most -> verdicts.add(new Verdict(
                        Topic.GARBAGE,
                        "garbage of malloc + free",
                        "0 B",
                        Unit.BYTES.written(most),
                        most < NO_GARBAGE,
                        false,
                        "by JMH, to which less than %s is nothing".formatted(NO_GARBAGE + " B"))));
    }

    /** With one thread, by the size of the blocks. */
    private static Map<Integer, Place> bySize(List<Place> places) {
        Map<Integer, Place> sizes = new TreeMap<>();
        places.stream()
                .filter(place -> place.measured().threads() == 1)
                .forEach(place -> sizes.putIfAbsent(size(place.measured()), place));
        return sizes;
    }

    /** 0 for an operation that has no size. */
    private static int size(SideBySide measured) {
        String size = measured.series().getFirst().settings().getOrDefault("size", "");
        return size.matches("\\d{1,9}") ? Integer.parseInt(size) : 0;
    }

    private static String times(Place place, String mine, String other) {
        return "%s and %s; %s"
                .formatted(
                        time(place.measured().find(mine).orElseThrow()),
                        time(place.measured().find(other).orElseThrow()),
                        place.file().name());
    }

    private static String time(RecordedSeries series) {
        return Quantities.withUnit(series.median(), series.unit());
    }
}
