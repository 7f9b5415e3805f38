package hakmem.bench.targets;

import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.targets.Evidence.Place;
import hakmem.bench.targets.Verdict.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an allocator costs beside its calls: its pool, its state on the Java heap, its start. */
final class UpkeepTargets {
    private static final String POOL = "pool";
    private static final String LOCK_FREE = "pool:recycling";
    private static final String LOCKED = "pool:locked";
    private static final double AHEAD = 1;

    private static final String METADATA = "metadata";
    private static final double SMALL_BLOCKS = 4;
    private static final double OTHER_BLOCKS = 1.5;

    private static final String START = "startup";
    private static final String NOTHING = "nothing";

    /** In the order they are shown: by how many milliseconds each may be later than a JVM that does nothing. */
    private static final List<Map.Entry<String, Double>> STARTS =
            List.of(Map.entry("posix", 90.0), Map.entry("mapped", 30.0), Map.entry("posix, AOT cache", 30.0));

    private UpkeepTargets() {}

    static List<Verdict> judge(Evidence evidence) {
        List<Verdict> verdicts = new ArrayList<>();
        evidence.find(POOL, 2, LOCK_FREE::equals)
                .ifPresent(place -> place.measured()
                        .ratio(LOCK_FREE, LOCKED)
                        .ifPresent(ratio -> verdicts.add(Verdict.atLeast(
                                Topic.POOL,
                                "the pool alone, 2 threads, recycling against locked",
                                AHEAD,
                                ratio,
                                place.origin()))));
        evidence.all(METADATA).forEach(place -> metadata(place, verdicts));
        STARTS.forEach(variant -> evidence.find(START, 1, variant.getKey()::equals)
                .flatMap(place -> start(place, variant.getKey(), variant.getValue()))
                .ifPresent(verdicts::add));
        return verdicts;
    }

    /** The limit is for what blocks add; what is there from the start depends on the address space that was reserved. */
    private static void metadata(Place place, List<Verdict> verdicts) {
        RecordedSeries series = place.measured().series().getFirst();
        String size = series.settings().getOrDefault("size", "");
        if (!size.matches("\\d{1,9}") || Integer.parseInt(size) < 64) {
            return;
        }
        verdicts.add(Verdict.atMost(
                Topic.METADATA,
                "metadata of blocks of %s B, against what they commit".formatted(size),
                Integer.parseInt(size) < 256 ? SMALL_BLOCKS : OTHER_BLOCKS,
                Unit.PERCENT,
                series.median(),
                "%s %% with what is there from the start, at %s MiB live; %s"
                        .formatted(
                                series.details().getOrDefault("percentInAll", "?"),
                                series.settings().getOrDefault("liveMiB", "?"),
                                place.file().name())));
    }

    private static Optional<Verdict> start(Place place, String variant, double limit) {
        Optional<RecordedSeries> nothing = place.measured().find(NOTHING);
        return nothing.map(base -> Verdict.atMost(
                Topic.START,
                "time to the first block more than nothing takes, " + variant,
                limit,
                Unit.MILLIS,
                place.measured().find(variant).orElseThrow().median() - base.median(),
                place.origin()));
    }
}
