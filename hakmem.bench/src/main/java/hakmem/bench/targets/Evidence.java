package hakmem.bench.targets;

import hakmem.bench.figure.Quantities;
import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.recorded.WorkloadResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;

/**
 * Chooses, among all files, where to read a figure. The same may stand in several; the one with the most to compare with counts,
 * and of those with as much the newest. So a run with few peers, or one repeated until it looked well beside an older complete
 * one, changes nothing. Immutable.
 */
final class Evidence {
    /** Fewer rounds than a figure is published with are told with it. */
    private static final int ENOUGH_ROUNDS = 5;

    /**
     * What was measured side by side, and where it stands.
     *
     * @param file the file
     * @param measured a part of it
     */
    record Place(RecordedFile file, SideBySide measured) {
        /** Workload, number of threads and variant, for people. */
        String label() {
            return measured.workload() + ", " + measured.label();
        }

        /** Which file it is, and whether its rounds are few. */
        String origin() {
            int rounds = measured.series().stream()
                    .mapToInt(each -> each.rounds().size())
                    .min()
                    .orElse(0);
            return file.name() + (rounds < ENOUGH_ROUNDS ? ", only " + Quantities.several(rounds, "round") : "");
        }
    }

    private record Key(String workload, String variant, int threads) {
        static Key of(Place place) {
            return new Key(
                    place.measured().workload(),
                    place.measured().variant(),
                    place.measured().threads());
        }
    }

    private final List<Place> places;

    private Evidence(List<Place> places) {
        this.places = places;
    }

    /** Sorts what files hold. */
    static Evidence of(List<RecordedFile> files) {
        return new Evidence(WorkloadResults.of(files).stream()
                .flatMap(results -> results.cases().stream().map(measured -> new Place(results.file(), measured)))
                .toList());
    }

    /** What was measured with interleaved rounds. */
    Evidence interleaved() {
        return only(place -> place.file().isInterleaved());
    }

    /** What was measured one after the other: single operations. */
    Evidence operations() {
        return only(place -> !place.file().isInterleaved());
    }

    private Evidence only(Predicate<Place> wanted) {
        return new Evidence(places.stream().filter(wanted).toList());
    }

    /**
     * The places where hakmem can be compared.
     *
     * @param others names of allocators that it may be compared with
     * @return one for each workload, variant and number of threads, in the order of the files
     */
    List<Place> comparisons(Predicate<String> others) {
        List<Place> found = new ArrayList<>();
        SequencedSet<Key> keys = new LinkedHashSet<>();
        places.forEach(place -> keys.add(Key.of(place)));
        for (Key key : keys) {
            best(place -> Key.of(place).equals(key) && has(place, AllocatorNames.HAKMEM), others)
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The place of a workload without variants. */
    Optional<Place> find(String workload, int threads, Predicate<String> allocators) {
        return best(
                place -> place.measured().workload().equals(workload)
                        && place.measured().threads() == threads,
                allocators);
    }

    /** All places of a workload, for what needs no choice. */
    List<Place> all(String workload) {
        return places.stream()
                .filter(place -> place.measured().workload().equals(workload))
                .toList();
    }

    private Optional<Place> best(Predicate<Place> wanted, Predicate<String> others) {
        return places.stream()
                .filter(wanted)
                .filter(place -> count(place, others) > 0)
                .max(Comparator.comparingLong((Place place) -> count(place, others))
                        .thenComparing(place -> place.file().date(), Comparator.nullsFirst(Comparator.naturalOrder())));
    }

    private static long count(Place place, Predicate<String> allocators) {
        return place.measured().series().stream()
                .filter(each -> allocators.test(each.allocator()))
                .count();
    }

    static boolean has(Place place, String allocator) {
        return place.measured().find(allocator).isPresent();
    }
}
