package hakmem.bench.targets;

import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.targets.Evidence.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The main workload: against what Java can call, against C programs, and two threads against one. */
final class LarsonTargets {
    private static final String WORKLOAD = "larson";
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final double JAVA = 1.7;
    private static final double C = 1.0;
    private static final double SCALING = 1.85;

    /** In the order they are shown; the last is only wished for. */
    private static final List<String> C_PROGRAMS = List.of("c:glibc", "c:jemalloc", "c:mimalloc");

    private static final String STRETCH = "c:tcmalloc";

    private LarsonTargets() {}

    static List<Verdict> judge(Evidence evidence) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int threads : THREADS) {
            evidence.find(WORKLOAD, threads, AllocatorNames::isJavaPeer)
                    .flatMap(Standing::of)
                    .ifPresent(standing -> verdicts.add(Verdict.atLeast(
                            Topic.LARSON,
                            standing.label() + ", against the best peer callable from Java",
                            JAVA,
                            standing.ratio(),
                            "%s, of %s; %s"
                                    .formatted(
                                            standing.best().allocator(),
                                            Quantities.several(standing.peers(), "peer"),
                                            standing.origin()))));
        }
        for (int threads : THREADS) {
            for (String program : C_PROGRAMS) {
                inC(evidence, threads, program).ifPresent(verdicts::add);
            }
            inC(evidence, threads, STRETCH).map(Verdict::stretch).ifPresent(verdicts::add);
        }
        scaling(evidence).ifPresent(verdicts::add);
        return verdicts;
    }

    private static Optional<Verdict> inC(Evidence evidence, int threads, String program) {
        return evidence.find(WORKLOAD, threads, program::equals)
                .flatMap(place -> place.measured().ratio(AllocatorNames.HAKMEM, program).stream()
                        .mapToObj(ratio -> Verdict.atLeast(
                                Topic.LARSON_IN_C,
                                place.label() + ", against a C program with " + program.replaceFirst("^c:", ""),
                                C,
                                ratio,
                                place.origin()))
                        .findFirst());
    }

    /** Both of one file: elsewhere the machine may have been another. */
    private static Optional<Verdict> scaling(Evidence evidence) {
        Optional<Place> two = evidence.find(WORKLOAD, 2, AllocatorNames.HAKMEM::equals);
        return two.flatMap(place -> evidence.all(WORKLOAD).stream()
                .filter(other -> other.file().equals(place.file())
                        && other.measured().threads() == 1
                        && other.measured().variant().equals(place.measured().variant()))
                .flatMap(one -> one.measured().find(AllocatorNames.HAKMEM).stream())
                .filter(one -> one.median() > 0)
                .map(one -> scaling(one, place))
                .findFirst());
    }

    private static Verdict scaling(RecordedSeries one, Place two) {
        double ratio = two.measured().find(AllocatorNames.HAKMEM).orElseThrow().median() / one.median();
        return Verdict.atLeast(Topic.SCALING, "larson, two threads against one", SCALING, ratio, two.origin());
    }
}
